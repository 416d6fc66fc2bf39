import { Readable } from 'node:stream'
import { UploadTrainingQuery } from '#lib/contracts/imports.ts'
import { UPLOAD_MAX_BYTES } from '#lib/contracts/seeds.ts'
import { invalid } from '#lib/domain/errors.ts'
import { handle, route, toJson } from '#lib/http/route.ts'
import { requireCapability } from '#lib/services/context.ts'
import { listTrainingImports } from '#lib/services/imports/list-training-imports.ts'
import { stageTrainingImport } from '#lib/services/imports/stage-training-import.ts'

export const GET = route(listTrainingImports)

/** The body is the file: it streams to a blob; a worker opens it. Answers 202 with the import's id. */
export const POST = handle(async (ctx, request) => {
  requireCapability(ctx, 'training.import')
  const query = UploadTrainingQuery.parse(Object.fromEntries(new URL(request.url).searchParams))
  if (request.body === null) throw invalid('The request has no body; send the file as it is.')
  const body = Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0])
  const blob = await ctx.blobs.put(body, UPLOAD_MAX_BYTES)
  if (blob.bytes === 0) throw invalid('The file is empty.')
  const input = { ...query, blob: blob.sha256, bytes: blob.bytes }
  const upload = await stageTrainingImport({ ctx, input })
  return new Response(toJson(upload), { status: 202, headers: { 'content-type': 'application/json' } })
})
