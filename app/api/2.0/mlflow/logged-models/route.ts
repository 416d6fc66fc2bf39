import { mlflow } from '#lib/http/mlflow.ts'
import { createModel } from '#lib/services/mlflow/create-model.ts'

export const POST = mlflow('training.log', createModel)
