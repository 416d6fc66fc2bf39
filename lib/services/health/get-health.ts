import { setTimeout as sleep } from 'node:timers/promises'
import type { Health } from '#lib/contracts/overview.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { leasedTable } from '#lib/db/leased-table.ts'
import { LEASED, LEASED_KINDS, type LeasedKind } from '#lib/domain/leased.ts'
import type { StorageRoom } from '#lib/domain/storage-room.ts'
import type { PublicContext } from '#lib/services/context.ts'
import { problemsOf } from '#lib/services/health/problems-of.ts'
import { readWorkers, type WorkersFound } from '#lib/services/health/read-workers.ts'

/** Work that nobody took for so long means that no worker can. */
const STALLED_S = 120
/** A database that needs longer for a count is as good as gone. */
const ANSWER_MS = 3_000
const VERSION = '0.1.0'

type Supervisor = Health['supervisor']
/** What only the process knows: who restarts it, and for how long the database has been gone. */
export type Around = { supervisor: Supervisor; databaseGoneS: number | null }
const ALONE: Around = { supervisor: { status: 'none', parts: [] }, databaseGoneS: null }

const NOBODY: WorkersFound = {
  workers: [],
  sandbox: { status: 'unknown', backend: null, runtime: null, pinned: null, reason: null, fix: null },
  sandboxForS: null,
  storage: null,
}
const UNKNOWN_QUEUE: Health['queue'] = { status: 'unknown', queued: 0, running: 0, oldestQueuedS: null }

type Asked = Pick<Health, 'database' | 'queue'> & { found: WorkersFound }

async function askDatabase(ctx: PublicContext): Promise<Asked> {
  const started = performance.now()
  const queue = await readQueue(ctx)
  const latencyMs = Math.round(performance.now() - started)
  const stalled = (queue.oldestQueuedS ?? 0) > STALLED_S && queue.running === 0
  return {
    database: { status: 'ok', latencyMs },
    queue: { status: stalled ? 'stalled' : 'ok', ...queue },
    found: await readWorkers(ctx.db),
  }
}

const GONE: Asked = { database: { status: 'down', latencyMs: 0 }, queue: UNKNOWN_QUEUE, found: NOBODY }

/** State of the parts, for monitors, the status page and the set-up. Never throws: a dead database is an answer. */
export async function getHealth({
  ctx,
  around = ALONE,
}: {
  ctx: PublicContext
  around?: Around
}): Promise<Health> {
  const asking = askDatabase(ctx).catch(() => GONE)
  const { database, queue, found } = await Promise.race([asking, sleep(ANSWER_MS, GONE, { ref: false })])
  const { storage, forS } = storageOf(await ctx.blobs.room(), found)
  const parts = {
    database,
    queue,
    workers: found.workers,
    sandbox: found.sandbox,
    storage,
    supervisor: around.supervisor,
  }
  const since = { database: around.databaseGoneS, storage: forS, sandbox: found.sandboxForS }
  const problems = problemsOf({ ...parts, forS: since })
  const status = database.status === 'down' ? 'down' : problems.length > 0 ? 'degraded' : 'ok'
  return { status, version: VERSION, problems, ...parts }
}

/** The disk as this process finds it, or as a worker does that finds it worse. */
function storageOf(
  here: StorageRoom,
  { storage: there }: WorkersFound,
): { storage: Health['storage']; forS: number | null } {
  const worse = here.state === 'ok' && there !== null && there.state !== 'ok' ? there : here
  const { state, freeBytes, reason } = worse
  return { storage: { status: state, freeBytes, reason }, forS: there?.state === state ? there.forS : null }
}

const openRowsOf = (kind: LeasedKind): Prisma.Sql => Prisma.sql`
  select status = 'queued' as waiting, "createdAt" as since from ${leasedTable(kind)}
  where status in ('queued', ${LEASED[kind].busy})`

async function readQueue(ctx: PublicContext): Promise<Omit<Health['queue'], 'status'>> {
  const [row] = await ctx.db.$queryRaw<{ queued: number; running: number; oldestQueuedS: number | null }[]>`
    select (count(*) filter (where waiting))::int as queued, (count(*) filter (where not waiting))::int as running,
      max(extract(epoch from now() - since)) filter (where waiting)::int as "oldestQueuedS"
    from (${Prisma.join(LEASED_KINDS.map(openRowsOf), ' union all ')}) work`
  return row ?? { queued: 0, running: 0, oldestQueuedS: null }
}
