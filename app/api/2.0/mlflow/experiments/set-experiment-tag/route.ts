import { mlflow } from '#lib/http/mlflow.ts'
import { setExperimentTag } from '#lib/services/mlflow/set-experiment-tag.ts'

export const POST = mlflow('training.log', setExperimentTag)
