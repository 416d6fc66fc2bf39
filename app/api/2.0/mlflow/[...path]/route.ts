import { mlflowUnknown } from '#lib/http/mlflow.ts'

export const GET = mlflowUnknown
export const POST = mlflowUnknown
export const PUT = mlflowUnknown
export const PATCH = mlflowUnknown
export const DELETE = mlflowUnknown
