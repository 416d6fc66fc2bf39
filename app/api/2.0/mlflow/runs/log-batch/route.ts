import { mlflow } from '#lib/http/mlflow.ts'
import { logBatch } from '#lib/services/mlflow/log-to-run.ts'

export const POST = mlflow('training.log', logBatch)
