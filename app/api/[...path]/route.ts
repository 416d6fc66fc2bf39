import { unknownRoute } from '#lib/http/route.ts'

export const GET = unknownRoute
export const POST = unknownRoute
export const PUT = unknownRoute
export const PATCH = unknownRoute
export const DELETE = unknownRoute
