import { Readable } from 'node:stream'
import type { z } from 'zod'
import { type Endpoint, rightsOf } from '#lib/contracts/endpoint.ts'
import { UPLOAD_MAX_BYTES } from '#lib/contracts/seeds.ts'
import { AppError, invalid } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { type Handler, handle, toJson } from '#lib/http/route.ts'
import { requireCapability, type WebContext } from '#lib/services/context.ts'
import { requireUploadRoom } from '#lib/services/imports/upload-room.ts'

type StageVerb<Query extends z.ZodObject, Answer extends z.ZodType> = (call: {
  ctx: WebContext
  input: z.output<Query> & { blob: string; bytes: number }
  keep: () => Promise<void>
}) => Promise<z.output<Answer>>

/** What a sender has to bring within one stretch of time, or it holds a place for nothing. */
const PACE = { ms: 60_000, bytes: 64 * 1024 }

async function* inTime(body: ReadableStream<Uint8Array>, pace: typeof PACE): AsyncGenerator<Uint8Array> {
  const reader = body.getReader()
  let came = 0
  // Where the disk is what is slow, the sender waits for us.
  let waits = false
  let late = false
  const timer = setInterval(() => {
    late = waits && came < pace.bytes
    came = 0
    if (late) void reader.cancel().catch(() => undefined)
  }, pace.ms)
  try {
    for (;;) {
      waits = true
      const { done, value } = await reader.read()
      waits = false
      if (late)
        throw invalid(
          `The upload brought less than ${pace.bytes / 1024} KiB within ${pace.ms / 1000} seconds and was ended. Send it again.`,
        )
      if (done) return
      came += value.length
      yield value
    }
  } finally {
    clearInterval(timer)
    void reader.cancel().catch(() => undefined)
  }
}

/** The body of a request as a stream of pieces; fails where it comes to a standstill. */
export const piecesOf = ({ body }: { body: ReadableStream<Uint8Array> | null }, pace = PACE): Readable =>
  Readable.from(body === null ? [] : inTime(body, pace))

/**
 * A route whose body is a file: right, query and room come before its first byte, then it streams to disk, and it
 * becomes a blob with the row that names it, or leaves nothing. A worker opens it.
 */
export function upload<Query extends z.ZodObject, Answer extends z.ZodType>(
  endpoint: Omit<Endpoint, 'query'> & { query: Query; response: Answer },
  stage: StageVerb<Query, Answer>,
): Handler {
  return handle(async (ctx, request) => {
    for (const right of rightsOf(endpoint)) requireCapability(ctx, right)
    const asked = parseInput(endpoint.query, Object.fromEntries(new URL(request.url).searchParams))
    if (request.body === null) throw invalid('The request has no body; send the file as it is.')
    if (Number(request.headers.get('content-length') ?? 0) > UPLOAD_MAX_BYTES)
      throw new AppError('too-large', `The file is larger than ${UPLOAD_MAX_BYTES} bytes.`)
    await requireUploadRoom(ctx.db, ctx.actor)
    const staged = await ctx.blobs.stage(piecesOf(request), UPLOAD_MAX_BYTES)
    try {
      const { sha256: blob, bytes, keep } = staged
      if (bytes === 0) throw invalid('The file is empty.')
      const view = await stage({ ctx, input: { ...asked, blob, bytes }, keep })
      return new Response(toJson(view), {
        status: endpoint.status ?? 200,
        headers: { 'content-type': 'application/json' },
      })
    } finally {
      await staged.drop()
    }
  })
}
