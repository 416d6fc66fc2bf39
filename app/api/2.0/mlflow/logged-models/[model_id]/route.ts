import { mlflow } from '#lib/http/mlflow.ts'
import { deleteModel, finalizeModel } from '#lib/services/mlflow/edit-model.ts'
import { getModel } from '#lib/services/mlflow/get-model.ts'

export const GET = mlflow('training.read', getModel)
export const PATCH = mlflow('training.log', finalizeModel)
export const DELETE = mlflow('training.log', deleteModel)
