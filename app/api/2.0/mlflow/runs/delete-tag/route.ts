import { mlflow } from '#lib/http/mlflow.ts'
import { deleteTag } from '#lib/services/mlflow/delete-tag.ts'

export const POST = mlflow('training.log', deleteTag)
