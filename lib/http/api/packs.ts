import { PACKS } from '#lib/contracts/packs.ts'
import { bind, parsing } from '#lib/http/bind.ts'
import { handle } from '#lib/http/route.ts'
import { streamOf } from '#lib/http/stream-of.ts'
import { getPack } from '#lib/services/packs/get-pack.ts'
import { listPacks } from '#lib/services/packs/list-packs.ts'
import { openPack } from '#lib/services/packs/open-pack.ts'
import { requestPack } from '#lib/services/packs/request-pack.ts'
import { withdrawPack } from '#lib/services/packs/withdraw-pack.ts'

const open = parsing(PACKS.download, openPack)

/** The zip file of a ready pack; its ETag and its name carry the sha256. */
const download = handle(async (ctx, request, params) => {
  const pack = await open({ ctx, input: params })
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

export const packsRoutes = bind(PACKS, {
  list: listPacks,
  request: requestPack,
  get: getPack,
  withdraw: withdrawPack,
  download: { handler: download },
})
