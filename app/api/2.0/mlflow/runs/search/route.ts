import { mlflow } from '#lib/http/mlflow.ts'
import { searchRuns } from '#lib/services/mlflow/search-runs.ts'

export const POST = mlflow('training.read', searchRuns)
