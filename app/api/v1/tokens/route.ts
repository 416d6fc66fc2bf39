import { route } from '#lib/http/route.ts'
import { createToken } from '#lib/services/people/create-token.ts'

export const POST = route(createToken, { status: () => 201 })
