import { VersionParams } from '#lib/contracts/environments.ts'
import { handle } from '#lib/http/route.ts'
import { streamOf } from '#lib/http/stream-of.ts'
import { openVersionFile } from '#lib/services/environments/get-version-file.ts'

const IMAGES: Record<string, string> = { png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg' }

/** The bytes of one file of the caller's view. Never a type that a browser would run. */
export const GET = handle(async (ctx, request, params) => {
  const path = Array.isArray(params.path) ? params.path.join('/') : (params.path ?? '')
  const file = await openVersionFile({ ctx, input: { ...VersionParams.parse(params), path } })
  const etag = `"${file.sha256}"`
  const headers = {
    etag,
    'cache-control': 'private, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
  }
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers })
  const name = path.split('/').at(-1) ?? 'file'
  return new Response(streamOf(ctx.blobs.stream(file.sha256)), {
    headers: {
      ...headers,
      'content-type': IMAGES[name.split('.').at(-1) ?? ''] ?? 'text/plain; charset=utf-8',
      'content-length': String(file.bytes),
      'content-disposition': `inline; filename="${name}"`,
      'content-security-policy': "default-src 'none'; sandbox",
    },
  })
})
