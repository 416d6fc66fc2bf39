import { mlflowUnknown } from '#lib/http/mlflow.ts'

export const GET = mlflowUnknown
export const POST = mlflowUnknown
