import { Readable } from 'node:stream'
import { UploadResultsQuery } from '#lib/contracts/results.ts'
import { UPLOAD_MAX_BYTES } from '#lib/contracts/seeds.ts'
import { invalid } from '#lib/domain/errors.ts'
import { handle, toJson } from '#lib/http/route.ts'
import { requireCapability } from '#lib/services/context.ts'
import { stageResultsImport } from '#lib/services/results/stage-results-import.ts'

/** The body is the file: it streams to a blob; a worker opens it. Answers 202 with the import's id. */
export const POST = handle(async (ctx, request) => {
  requireCapability(ctx, 'results.import')
  const query = UploadResultsQuery.parse(Object.fromEntries(new URL(request.url).searchParams))
  if (request.body === null) throw invalid('The request has no body; send the file as it is.')
  const body = Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0])
  const blob = await ctx.blobs.put(body, UPLOAD_MAX_BYTES)
  if (blob.bytes === 0) throw invalid('The file is empty.')
  const upload = await stageResultsImport({
    ctx,
    input: { ...query, blob: blob.sha256, bytes: blob.bytes },
  })
  return new Response(toJson(upload), { status: 202, headers: { 'content-type': 'application/json' } })
})
