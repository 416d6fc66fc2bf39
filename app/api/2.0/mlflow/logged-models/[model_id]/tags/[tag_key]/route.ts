import { mlflow } from '#lib/http/mlflow.ts'
import { deleteModelTag } from '#lib/services/mlflow/edit-model.ts'

export const DELETE = mlflow('training.log', deleteModelTag)
