import { mlflow } from '#lib/http/mlflow.ts'
import { logInputs } from '#lib/services/mlflow/log-inputs.ts'

export const POST = mlflow('training.log', logInputs)
