import { mlflow } from '#lib/http/mlflow.ts'
import { restoreRun } from '#lib/services/mlflow/lifecycle.ts'

export const POST = mlflow('training.log', restoreRun)
