import { RUNS } from '#lib/contracts/runs.ts'
import { bind, parsing } from '#lib/http/bind.ts'
import { handle } from '#lib/http/route.ts'
import { sse } from '#lib/http/sse.ts'
import { branchRun } from '#lib/services/runs/branch-run.ts'
import { cancelRun } from '#lib/services/runs/cancel-run.ts'
import { forecastRun } from '#lib/services/runs/forecast-run.ts'
import { getRun } from '#lib/services/runs/get-run.ts'
import { listRunEvents } from '#lib/services/runs/list-run-events.ts'
import { listRuns } from '#lib/services/runs/list-runs.ts'
import { listPrompts } from '#lib/services/runs/read-prompts.ts'
import { retryFailed } from '#lib/services/runs/retry-failed.ts'
import { startRun } from '#lib/services/runs/start-run.ts'
import { watchRun } from '#lib/services/runs/watch-run.ts'

const look = parsing(RUNS.get, getRun)

/** Server-sent events of one run from a cursor (`Last-Event-ID`, else `?after=`): nothing twice, nothing lost. */
const events = handle(async (ctx, request, params) => {
  const after = request.headers.get('last-event-id') ?? new URL(request.url).searchParams.get('after')
  // Rights and existence are answered as such, before the stream begins.
  const { id } = await look({ ctx, input: params })
  const input = { id, ...(after === null ? {} : { after }) }
  return sse(request, async function* frames(sleep) {
    for await (const frame of watchRun({ ctx, input, sleep })) {
      yield frame.kind === 'event'
        ? { event: 'event', id: String(frame.event.id), data: frame }
        : { event: 'status', data: frame }
    }
  })
})

export const runsRoutes = bind(RUNS, {
  list: listRuns,
  start: startRun,
  get: getRun,
  cancel: cancelRun,
  branch: branchRun,
  prompts: listPrompts,
  retry: retryFailed,
  events: { handler: events },
  log: listRunEvents,
  forecast: forecastRun,
})
