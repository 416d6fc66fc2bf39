import { handle } from '#lib/http/route.ts'
import { sse } from '#lib/http/sse.ts'
import { getRun } from '#lib/services/runs/get-run.ts'
import { watchRun } from '#lib/services/runs/watch-run.ts'

/** Server-sent events of one run from a cursor (`Last-Event-ID`, else `?after=`): nothing twice, nothing lost. */
export const GET = handle(async (ctx, request, params) => {
  const after = request.headers.get('last-event-id') ?? new URL(request.url).searchParams.get('after')
  const input = { ...params, ...(after === null ? {} : { after }) }
  // Rights and existence are answered as such, before the stream begins.
  await getRun({ ctx, input: params })
  return sse(request, async function* frames(sleep) {
    for await (const frame of watchRun({ ctx, input, sleep })) {
      yield frame.kind === 'event'
        ? { event: 'event', id: String(frame.event.id), data: frame }
        : { event: 'status', data: frame }
    }
  })
})
