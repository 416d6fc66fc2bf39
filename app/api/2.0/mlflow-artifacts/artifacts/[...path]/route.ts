import { attachmentOf } from '#lib/http/attachment-of.ts'
import { handleMlflow } from '#lib/http/mlflow.ts'
import { piecesOf } from '#lib/http/upload.ts'
import { deleteArtefacts } from '#lib/services/mlflow/delete-artefacts.ts'
import { openArtefact } from '#lib/services/mlflow/open-artefact.ts'
import { storeArtefact } from '#lib/services/mlflow/store-artefact.ts'

type Params = Record<string, string | string[] | undefined>
const pathOf = ({ path }: Params): string => (Array.isArray(path) ? path.join('/') : (path ?? ''))

export const GET = handleMlflow(async (ctx, _request, params) =>
  attachmentOf(ctx, await openArtefact({ ctx, path: pathOf(params) })),
)

/** The body is the file: it streams to a blob. */
export const PUT = handleMlflow(async (ctx, request, params) => {
  return Response.json(await storeArtefact({ ctx, path: pathOf(params), content: piecesOf(request) }))
})
export const POST = PUT

export const DELETE = handleMlflow(async (ctx, _request, params) =>
  Response.json(await deleteArtefacts({ ctx, path: pathOf(params) })),
)
