import { mlflow } from '#lib/http/mlflow.ts'
import { createRun } from '#lib/services/mlflow/create-run.ts'

export const POST = mlflow('training.log', createRun)
