import { Readable } from 'node:stream'
import { UPLOAD_MAX_BYTES, UploadSeedsQuery } from '#lib/contracts/seeds.ts'
import { AppError } from '#lib/domain/errors.ts'
import { handle, route, toJson } from '#lib/http/route.ts'
import { requireCapability } from '#lib/services/context.ts'
import { listSeeds } from '#lib/services/seeds/list-seeds.ts'
import { stageSeedUpload } from '#lib/services/seeds/stage-seed-upload.ts'

export const GET = route(listSeeds)

/** The body is the archive: it streams to a blob; a worker opens it. Answers 202 with the upload's id. */
export const POST = handle(async (ctx, request) => {
  requireCapability(ctx, 'seed.import')
  const query = UploadSeedsQuery.parse(Object.fromEntries(new URL(request.url).searchParams))
  if (request.body === null)
    throw new AppError('invalid', 'The request has no body; send the archive as it is.')
  const body = Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0])
  const blob = await ctx.blobs.put(body, UPLOAD_MAX_BYTES)
  if (blob.bytes === 0) throw new AppError('invalid', 'The archive is empty.')
  const upload = await stageSeedUpload({ ctx, input: { blob: blob.sha256, bytes: blob.bytes, ...query } })
  return new Response(toJson(upload), { status: 202, headers: { 'content-type': 'application/json' } })
})
