import { mlflow } from '#lib/http/mlflow.ts'
import { listArtefacts } from '#lib/services/mlflow/list-artefacts.ts'

export const GET = mlflow('training.read', listArtefacts)
