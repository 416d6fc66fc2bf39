import { mlflow } from '#lib/http/mlflow.ts'
import { searchLoggedModels } from '#lib/services/mlflow/search-logged-models.ts'

export const POST = mlflow('training.read', searchLoggedModels)
