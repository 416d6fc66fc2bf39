import { mlflow } from '#lib/http/mlflow.ts'
import { updateRun } from '#lib/services/mlflow/update-run.ts'

export const POST = mlflow('training.log', updateRun)
