import { mlflow } from '#lib/http/mlflow.ts'
import { searchExperiments } from '#lib/services/mlflow/search-experiments.ts'

export const POST = mlflow('training.read', searchExperiments)
export const GET = mlflow('training.read', searchExperiments)
