import { mlflow } from '#lib/http/mlflow.ts'
import { getRun } from '#lib/services/mlflow/get-run.ts'

export const GET = mlflow('training.read', getRun)
