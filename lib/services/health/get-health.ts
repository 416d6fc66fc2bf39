import { z } from 'zod'
import type { Health } from '#lib/contracts/overview.ts'
import { AppError } from '#lib/domain/errors.ts'
import type { PublicContext } from '#lib/services/context.ts'

/** Three missed heartbeats. */
export const WORKER_ALIVE_S = 45
/** Work that nobody took for so long means that no worker can. */
const STALLED_S = 120
const VERSION = '0.1.0'

const Sandbox = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('available'), backend: z.string(), runtime: z.string() }),
  z.object({ kind: z.literal('refused'), reason: z.string(), fix: z.string() }),
])

const DOWN: Health = {
  status: 'down',
  version: VERSION,
  database: { status: 'down', latencyMs: 0 },
  queue: { status: 'unknown', queued: 0, running: 0, oldestQueuedS: null },
  workers: [],
  sandbox: { status: 'unknown', backend: null, runtime: null, reason: null, fix: null },
}

/** State of the parts, for monitors and for the set-up. Never throws: a dead database is an answer. */
export async function getHealth({ ctx }: { ctx: PublicContext }): Promise<Health> {
  try {
    const started = performance.now()
    const queue = await readQueue(ctx)
    const latencyMs = Math.round(performance.now() - started)
    const workers = await ctx.db.$queryRaw<{ id: string; beatS: number; sandbox: unknown }[]>`
      select id, extract(epoch from now() - "beatAt")::int as "beatS", sandbox from worker
      where "beatAt" > now() - interval '1 day' order by "beatAt" desc limit 50`
    const alive = workers.filter((worker) => worker.beatS <= WORKER_ALIVE_S)
    const stalled = (queue.oldestQueuedS ?? 0) > STALLED_S && queue.running === 0
    const sandbox = toSandbox(alive.map((worker) => worker.sandbox))
    return {
      status: alive.length > 0 && sandbox.status === 'ok' && !stalled ? 'ok' : 'degraded',
      version: VERSION,
      database: { status: 'ok', latencyMs },
      queue: { status: stalled ? 'stalled' : 'ok', ...queue },
      workers: workers.map(({ id, beatS }) => ({ id, beatS, alive: beatS <= WORKER_ALIVE_S })),
      sandbox,
    }
  } catch (error) {
    if (error instanceof AppError) throw error
    return DOWN
  }
}

async function readQueue(ctx: PublicContext): Promise<Omit<Health['queue'], 'status'>> {
  const [row] = await ctx.db.$queryRaw<{ queued: number; running: number; oldestQueuedS: number | null }[]>`
    select (count(*) filter (where waiting))::int as queued, (count(*) filter (where not waiting))::int as running,
      max(extract(epoch from now() - since)) filter (where waiting)::int as "oldestQueuedS"
    from (
      select status = 'queued' as waiting, "createdAt" as since from candidate where status in ('queued', 'running')
      union all select status = 'queued', "createdAt" from seed_upload where status in ('queued', 'reading')
      union all select status = 'queued', "createdAt" from trial where status in ('queued', 'running')
      union all select status = 'queued', "createdAt" from pack where status in ('queued', 'building')
    ) work`
  return row ?? { queued: 0, running: 0, oldestQueuedS: null }
}

function toSandbox(stored: readonly unknown[]): Health['sandbox'] {
  const parsed = stored.flatMap((json) => {
    const result = Sandbox.safeParse(json)
    return result.success ? [result.data] : []
  })
  const ready = parsed.find((one) => one.kind === 'available')
  if (ready?.kind === 'available')
    return { status: 'ok', backend: ready.backend, runtime: ready.runtime, reason: null, fix: null }
  const refused = parsed.find((one) => one.kind === 'refused')
  if (refused?.kind === 'refused')
    return { status: 'refused', backend: null, runtime: null, reason: refused.reason, fix: refused.fix }
  return DOWN.sandbox
}
