import { mlflow } from '#lib/http/mlflow.ts'
import { createExperiment } from '#lib/services/mlflow/create-experiment.ts'

export const POST = mlflow('training.log', createExperiment)
