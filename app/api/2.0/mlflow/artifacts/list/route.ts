import { mlflow } from '#lib/http/mlflow.ts'
import { listRunArtefacts } from '#lib/services/mlflow/list-artefacts.ts'

export const GET = mlflow('training.read', listRunArtefacts)
