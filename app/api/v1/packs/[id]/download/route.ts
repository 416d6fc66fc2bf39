import { handle } from '#lib/http/route.ts'
import { streamOf } from '#lib/http/stream-of.ts'
import { openPack } from '#lib/services/packs/open-pack.ts'

/** The zip file of a ready pack; its ETag and its name carry the sha256. */
export const GET = handle(async (ctx, request, params) => {
  const pack = await openPack({ ctx, input: params })
  const etag = `"${pack.sha256}"`
  const headers = { etag, 'cache-control': 'private, no-cache', 'x-content-type-options': 'nosniff' }
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers })
  return new Response(streamOf(pack.stream), {
    headers: {
      ...headers,
      'content-type': 'application/zip',
      'content-length': String(pack.bytes),
      'content-disposition': `attachment; filename="${pack.filename}"`,
    },
  })
})
