import type { Tx } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { leasedTable } from '#lib/db/leased-table.ts'
import { LEASED, LEASED_KINDS } from '#lib/domain/leased.ts'
import type { JobQueue } from '#lib/domain/ports/queue.ts'
import type { StaleVerdict } from '#lib/domain/stale.ts'
import { WORKER_ALIVE_S, WORKER_DEAD_S } from '#lib/domain/worker-part.ts'
import type { Deps } from '#workers/deps.ts'
import { HANDLERS } from '#workers/handlers/all.ts'
import type { Lease, LostRow } from '#workers/leases/lease.ts'
import { LeaseLost } from '#workers/leases/lease-lost.ts'
import { loseRow } from '#workers/leases/lose-row.ts'
import { isStillSilent, listSilent } from '#workers/leases/silent-rows.ts'
import { SILENT_S } from '#workers/tunables.ts'

type ReconcileDeps = Pick<Deps, 'db' | 'queue'>
export type Reconciled = { requeued: number; lost: number; woken: number }

const LEASES: readonly Lease[] = LEASED_KINDS.map((kind) => HANDLERS[LEASED[kind].queue].lease)

/** A row whose worker went silent: called off where people asked for that, else back into the queue, or failed after the third. */
async function loseSilent(
  deps: ReconcileDeps,
  tx: Tx,
  lease: Lease,
  row: LostRow,
): Promise<StaleVerdict | 'alive' | 'cancelled' | 'fenced'> {
  if (!(await isStillSilent(tx, lease.kind, row))) return 'alive'
  if (lease.cancel === undefined || !(await lease.cancel.isAsked(tx, row.id)))
    return loseRow(deps, tx, lease, row, { kind: 'worker' })
  await lease.cancel.end(tx, row)
  return 'cancelled'
}

/** Rows of one kind whose worker went silent, each in a transaction of its own: none keeps another from its end. */
export async function reconcileKind(
  deps: ReconcileDeps,
  lease: Lease,
): Promise<Pick<Reconciled, 'requeued' | 'lost'>> {
  const done = { requeued: 0, lost: 0 }
  for (const row of await listSilent(deps.db, lease.kind)) {
    const verdict = await deps.db
      .$transaction((tx) => loseSilent(deps, tx, lease, row))
      .catch((error: unknown) => {
        // Another worker moved it between the look and the write.
        if (error instanceof LeaseLost) return 'fenced'
        throw error
      })
    if (verdict === 'requeue') done.requeued++
    if (verdict === 'worker-lost') done.lost++
  }
  return done
}

/** Queued rows of a leased kind that need a worker. */
const queuedOf = ({ kind, awake }: Lease): Prisma.Sql => Prisma.sql`
  SELECT ${LEASED[kind].queue}, t.id, t."createdAt" FROM ${leasedTable(kind)} t
  WHERE t.status = 'queued' AND ${awake ?? Prisma.sql`true`}`

/** Queued rows whose wake-up may have been lost: one that is sent twice does no harm, the claim decides. */
async function wakeQueued(deps: ReconcileDeps): Promise<number> {
  const rows = await deps.db.$queryRaw<{ queue: JobQueue; id: string }[]>`
    WITH silent(queue, id, at) AS (
      ${Prisma.join(LEASES.map(queuedOf), ' UNION ALL ')}
      UNION ALL SELECT 'connection.check', id, "checkedAt" FROM "connection" WHERE "checkStatus" = 'checking'
      UNION ALL SELECT DISTINCT 'metrics.compact', r.id, r."createdAt" FROM "metric_series" m
        JOIN "training_run" r ON r.id = m."runId" WHERE m."looseChunks" >= 128)
    SELECT queue, id FROM silent s WHERE at < now() - make_interval(secs => ${SILENT_S})
      AND NOT EXISTS (SELECT 1 FROM pgboss.job j WHERE j.name = s.queue AND j.data->>'id' = s.id::text
        AND j.state IN ('created', 'retry'))
    LIMIT 500`
  for (const { queue, id } of rows) await deps.db.$transaction((tx) => deps.queue.enqueue(tx, { queue, id }))
  return rows.length
}

/**
 * Removes the rows of dead workers once another one lives to tell: what they had was released before. Without a living
 * one they stay and are named. One that was only held up enters itself again with its next beat.
 */
async function buryWorkers(deps: ReconcileDeps): Promise<void> {
  await deps.db.$executeRaw`
    DELETE FROM "worker" WHERE "beatAt" < now() - make_interval(secs => ${WORKER_DEAD_S})
      AND EXISTS (SELECT 1 FROM "worker" WHERE "beatAt" > now() - make_interval(secs => ${WORKER_ALIVE_S}))`
}

/** One pass over all work that went silent. The only writer of stale verdicts; several workers may run it at once. */
export async function reconcile(deps: ReconcileDeps): Promise<Reconciled> {
  const done: Reconciled = { requeued: 0, lost: 0, woken: 0 }
  for (const lease of LEASES) {
    const { requeued, lost } = await reconcileKind(deps, lease)
    done.requeued += requeued
    done.lost += lost
  }
  done.woken = await wakeQueued(deps)
  await buryWorkers(deps)
  return done
}
