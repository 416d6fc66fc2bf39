import { mlflow } from '#lib/http/mlflow.ts'
import { logModelParams } from '#lib/services/mlflow/edit-model.ts'

export const POST = mlflow('training.log', logModelParams)
