import { Readable } from 'node:stream'
import type { z } from 'zod'
import { UPLOAD_MAX_BYTES } from '#lib/contracts/seeds.ts'
import type { Capability } from '#lib/domain/capabilities.ts'
import { AppError, invalid } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { type Handler, handle, toJson } from '#lib/http/route.ts'
import { requireCapability, type WebContext } from '#lib/services/context.ts'
import { requireUploadRoom } from '#lib/services/imports/upload-room.ts'

type StageVerb<Query extends z.ZodObject> = (call: {
  ctx: WebContext
  input: z.output<Query> & { blob: string; bytes: number }
  keep: () => Promise<void>
}) => Promise<unknown>

/** The body of a request as a stream of pieces. */
export const piecesOf = ({ body }: Request): Readable =>
  body === null ? Readable.from([]) : Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0])

/**
 * A route whose body is a file: right, query and room come before its first byte, then it streams to disk, and it
 * becomes a blob with the row that names it, or leaves nothing. A worker opens it; answers 202.
 */
export function upload<Query extends z.ZodObject>(
  right: Capability,
  query: Query,
  stage: StageVerb<Query>,
): Handler {
  return handle(async (ctx, request) => {
    requireCapability(ctx, right)
    const asked = parseInput(query, Object.fromEntries(new URL(request.url).searchParams))
    if (request.body === null) throw invalid('The request has no body; send the file as it is.')
    if (Number(request.headers.get('content-length') ?? 0) > UPLOAD_MAX_BYTES)
      throw new AppError('too-large', `The file is larger than ${UPLOAD_MAX_BYTES} bytes.`)
    await requireUploadRoom(ctx.db, ctx.actor)
    const staged = await ctx.blobs.stage(piecesOf(request), UPLOAD_MAX_BYTES)
    try {
      const { sha256: blob, bytes, keep } = staged
      if (bytes === 0) throw invalid('The file is empty.')
      const view = await stage({ ctx, input: { ...asked, blob, bytes }, keep })
      return new Response(toJson(view), { status: 202, headers: { 'content-type': 'application/json' } })
    } finally {
      await staged.drop()
    }
  })
}
