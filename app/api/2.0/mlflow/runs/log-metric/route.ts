import { mlflow } from '#lib/http/mlflow.ts'
import { logMetric } from '#lib/services/mlflow/log-to-run.ts'

export const POST = mlflow('training.log', logMetric)
