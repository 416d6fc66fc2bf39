import { mlflow } from '#lib/http/mlflow.ts'
import { getHistory } from '#lib/services/mlflow/get-history.ts'

export const GET = mlflow('training.read', getHistory)
