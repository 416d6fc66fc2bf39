import { streamOf } from '#lib/http/stream-of.ts'
import type { ServiceContext } from '#lib/services/context.ts'

const SHOWN: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  wav: 'audio/wav',
}

/** A stored file, shown by the browser as a picture, a sound or as text: never of a type that it would run. */
export function inlineFile(
  ctx: ServiceContext,
  request: Request,
  { path, sha256, bytes }: { path: string; sha256: string; bytes: number },
): Response {
  const etag = `"${sha256}"`
  const headers = {
    etag,
    'cache-control': 'private, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
  }
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers })
  const name = path.split('/').at(-1) ?? 'file'
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  return new Response(streamOf(ctx.blobs.stream(sha256)), {
    headers: {
      ...headers,
      'content-type': SHOWN[ending] ?? 'text/plain; charset=utf-8',
      'content-length': String(bytes),
      'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(name)}`,
      'content-security-policy': "default-src 'none'; sandbox",
    },
  })
}
