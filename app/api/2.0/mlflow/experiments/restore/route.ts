import { mlflow } from '#lib/http/mlflow.ts'
import { restoreExperiment } from '#lib/services/mlflow/lifecycle.ts'

export const POST = mlflow('training.log', restoreExperiment)
