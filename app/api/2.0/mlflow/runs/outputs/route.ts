import { mlflow } from '#lib/http/mlflow.ts'
import { logOutputs } from '#lib/services/mlflow/log-outputs.ts'

export const POST = mlflow('training.log', logOutputs)
