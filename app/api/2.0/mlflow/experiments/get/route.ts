import { mlflow } from '#lib/http/mlflow.ts'
import { getExperiment } from '#lib/services/mlflow/get-experiment.ts'

export const GET = mlflow('training.read', getExperiment)
