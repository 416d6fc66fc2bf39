import { mlflow } from '#lib/http/mlflow.ts'
import { updateExperiment } from '#lib/services/mlflow/lifecycle.ts'

export const POST = mlflow('training.log', updateExperiment)
