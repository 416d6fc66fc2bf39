import { mlflow } from '#lib/http/mlflow.ts'
import { logInputs } from '#lib/services/mlflow/log-to-run.ts'

export const POST = mlflow(logInputs)
