import { streamOf } from '#lib/http/stream-of.ts'
import type { ServiceContext } from '#lib/services/context.ts'

/** A file that a stranger wrote, to be saved: never of a type that a browser would run. */
export function attachmentOf(
  ctx: ServiceContext,
  { blob, bytes }: { blob: string; bytes: number },
): Response {
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
}
