import { handle } from '#lib/http/route.ts'
import { streamOf } from '#lib/http/stream-of.ts'
import { exportSft } from '#lib/services/rollouts/export-sft.ts'

/** Conversations as JSON lines. */
export const GET = handle(async (ctx, request, params) => {
  const query = Object.fromEntries(new URL(request.url).searchParams)
  const { filename, lines } = await exportSft({ ctx, input: { ...query, runId: params.id } })
  return new Response(streamOf(lines), {
    headers: {
      'content-type': 'application/x-ndjson; charset=utf-8',
      'content-disposition': `attachment; filename="${filename}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  })
})
