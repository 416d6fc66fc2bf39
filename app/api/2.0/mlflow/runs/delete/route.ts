import { mlflow } from '#lib/http/mlflow.ts'
import { deleteRun } from '#lib/services/mlflow/lifecycle.ts'

export const POST = mlflow('training.log', deleteRun)
