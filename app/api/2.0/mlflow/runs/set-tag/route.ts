import { mlflow } from '#lib/http/mlflow.ts'
import { setTag } from '#lib/services/mlflow/log-to-run.ts'

export const POST = mlflow('training.log', setTag)
