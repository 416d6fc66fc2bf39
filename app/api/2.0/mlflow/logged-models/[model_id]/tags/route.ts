import { mlflow } from '#lib/http/mlflow.ts'
import { setModelTags } from '#lib/services/mlflow/edit-model.ts'

export const PATCH = mlflow('training.log', setModelTags)
