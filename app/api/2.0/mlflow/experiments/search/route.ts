import { mlflow } from '#lib/http/mlflow.ts'
import { searchExperiments } from '#lib/services/mlflow/search-experiments.ts'

export const POST = mlflow(searchExperiments)
export const GET = mlflow(searchExperiments)
