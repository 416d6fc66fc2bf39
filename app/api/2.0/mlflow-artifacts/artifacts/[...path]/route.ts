import { Readable } from 'node:stream'
import { handleMlflow } from '#lib/http/mlflow.ts'
import { streamOf } from '#lib/http/stream-of.ts'
import { deleteArtefacts } from '#lib/services/mlflow/delete-artefacts.ts'
import { openArtefact } from '#lib/services/mlflow/open-artefact.ts'
import { storeArtefact } from '#lib/services/mlflow/store-artefact.ts'

type Params = Record<string, string | string[] | undefined>
const pathOf = ({ path }: Params): string => (Array.isArray(path) ? path.join('/') : (path ?? ''))

/** The bytes of a file. A stranger wrote it: never a type that a browser would run. */
export const GET = handleMlflow(async (ctx, _request, params) => {
  const { blob, bytes } = await openArtefact({ ctx, path: pathOf(params) })
  return new Response(streamOf(ctx.blobs.stream(blob)), {
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(bytes),
      'content-disposition': 'attachment',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'no-store',
    },
  })
})

/** The body is the file: it streams to a blob. */
export const PUT = handleMlflow(async (ctx, request, params) => {
  const body = request.body as Parameters<typeof Readable.fromWeb>[0] | null
  const content = body === null ? Readable.from([]) : Readable.fromWeb(body)
  return Response.json(await storeArtefact({ ctx, path: pathOf(params), content }))
})
export const POST = PUT

export const DELETE = handleMlflow(async (ctx, _request, params) =>
  Response.json(await deleteArtefacts({ ctx, path: pathOf(params) })),
)
