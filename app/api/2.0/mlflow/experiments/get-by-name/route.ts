import { mlflow } from '#lib/http/mlflow.ts'
import { getExperimentByName } from '#lib/services/mlflow/get-experiment.ts'

export const GET = mlflow('training.read', getExperimentByName)
