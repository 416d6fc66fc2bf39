import { handle, toJson } from '#lib/http/route.ts'
import { curvesTag, queryCurves } from '#lib/services/training/query-curves.ts'

/**
 * One chart. The tag lets a page that follows a run ask every second: a browser sends it by itself, and without new
 * points the answer is 304 before any point is read. The window is in the query, so that new points never move a zoom.
 */
export const GET = handle(async (ctx, request) => {
  const input = Object.fromEntries(new URL(request.url).searchParams)
  const headers = {
    etag: `"${await curvesTag({ ctx, input })}"`,
    'cache-control': 'private, no-cache',
    'x-request-id': ctx.requestId,
  }
  if (request.headers.get('if-none-match')?.replace(/^W\//, '') === headers.etag)
    return new Response(null, { status: 304, headers })
  const curves = await queryCurves({ ctx, input })
  return new Response(toJson(curves), { headers: { ...headers, 'content-type': 'application/json' } })
})
