import { TrainingRunParams } from '#lib/contracts/curves.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { attachmentOf } from '#lib/http/attachment-of.ts'
import { handle } from '#lib/http/route.ts'
import { openArtefact } from '#lib/services/mlflow/open-artefact.ts'

/** The bytes of a file that a trainer logged, for people; trainers read it by MLflow's own route. */
export const GET = handle(async (ctx, _request, params) => {
  const { id } = parseInput(TrainingRunParams, params)
  const path = Array.isArray(params.path) ? params.path.join('/') : (params.path ?? '')
  return attachmentOf(ctx, await openArtefact({ ctx, path: `${id}/artifacts/${path}` }))
})
