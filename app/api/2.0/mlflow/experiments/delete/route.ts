import { mlflow } from '#lib/http/mlflow.ts'
import { deleteExperiment } from '#lib/services/mlflow/lifecycle.ts'

export const POST = mlflow('training.log', deleteExperiment)
