import type { Tx } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { transitionCandidate } from '#lib/db/transition.ts'
import { CERTIFIED_STATUSES } from '#lib/domain/certification.ts'
import type { JobQueue } from '#lib/domain/ports/queue.ts'
import { MAX_LOST, verdictOfLoss } from '#lib/domain/stale.ts'
import { WORKER_ALIVE_S, WORKER_DEAD_S } from '#lib/domain/worker-part.ts'
import { databaseNow } from '#lib/services/context.ts'
import { endCandidate } from '#workers/candidate/end-candidate.ts'
import { appendEvent } from '#workers/candidate/events.ts'
import type { Deps } from '#workers/deps.ts'
import { LEASED, LEASED_KINDS, type LeasedKind, SINGLE_STEPS, tableOf } from '#workers/leases/leased.ts'
import { requeueRow } from '#workers/leases/let-go.ts'
import { loseRow } from '#workers/leases/lose-row.ts'
import { isStillSilent, listSilent, lockSilentRows } from '#workers/leases/silent-rows.ts'
import { loseOpenExchanges } from '#workers/models/exchange-ledger.ts'
import { endSmoke, requeueSmoke } from '#workers/smoke/claim-smoke.ts'
import { SILENT_S } from '#workers/tunables.ts'
import { giveUp, requeue } from '#workers/version/certification-claim.ts'

type ReconcileDeps = Pick<Deps, 'db' | 'queue'>
export type Reconciled = { requeued: number; lost: number; woken: number }

/** A running candidate whose worker went silent: back into the queue, or an error after the third death. */
async function reconcileCandidate(
  deps: ReconcileDeps,
  tx: Tx,
  id: string,
): Promise<'alive' | 'requeue' | 'worker-lost'> {
  if (!(await isStillSilent(tx, 'candidate', id))) return 'alive'
  const row = await tx.candidate.findUniqueOrThrow({
    where: { id },
    select: { id: true, runId: true, ordinal: true, attempt: true, lost: true, phase: true },
  })
  const verdict = verdictOfLoss(row.lost)
  if (verdict === 'worker-lost')
    await endCandidate(tx, row, {
      to: 'error',
      reasonCode: 'worker-lost',
      reason: `The worker was lost ${MAX_LOST} times, last in the phase ${row.phase}; perhaps its memory ran out.`,
    })
  if (verdict === 'requeue') {
    const patch = { lost: row.lost + 1, leaseUntil: null, workerId: null }
    if (!(await transitionCandidate(tx, id, 'running', 'queued', { attempt: row.attempt, patch })))
      return 'alive'
    // At once, so that nobody waits below a cap for a request that nobody settles.
    await loseOpenExchanges(tx, id)
    await appendEvent(tx, row, {
      type: 'candidate.lost',
      level: 'warn',
      message: `The worker of attempt ${row.attempt} stopped reporting; the candidate is queued again.`,
    })
    await deps.queue.enqueue(tx, { queue: 'candidate.advance', id })
  }
  return verdict
}

/** Queued rows of a leased kind. Candidates of a run that has ended are never claimed. */
const queuedOf = (kind: LeasedKind): Prisma.Sql =>
  kind === 'candidate'
    ? Prisma.sql`SELECT ${LEASED.candidate.queue}, c.id, c."createdAt" FROM "candidate" c JOIN "run" r ON r.id = c."runId"
        WHERE c.status = 'queued' AND r.status IN ('queued', 'running')`
    : Prisma.sql`SELECT ${LEASED[kind].queue}, id, "createdAt" FROM ${tableOf(kind)} WHERE status = 'queued'`

/** Queued rows whose wake-up may have been lost: one that is sent twice does no harm, the claim decides. */
async function wakeQueued(deps: ReconcileDeps): Promise<number> {
  const rows = await deps.db.$queryRaw<{ queue: JobQueue; id: string }[]>`
    WITH silent(queue, id, at) AS (
      ${Prisma.join(LEASED_KINDS.map(queuedOf), ' UNION ALL ')}
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

/** Rows of the single-step handlers: back into their queue, or failed with the reason. */
async function reconcileSingleSteps(deps: ReconcileDeps): Promise<number> {
  let count = 0
  for (const kind of SINGLE_STEPS)
    count += await deps.db.$transaction(async (tx) => {
      const rows = await lockSilentRows(tx, kind)
      for (const row of rows) await loseRow(deps, tx, kind, row, 'worker')
      return rows.length
    })
  return count
}

/** Certifications whose worker went silent: back into the queue, or given up after the third, with the version free. */
async function reconcileCertifications(deps: ReconcileDeps): Promise<number> {
  return deps.db.$transaction(async (tx) => {
    const silent = await lockSilentRows(tx, 'certification')
    const rows = await tx.certification.findMany({
      where: { id: { in: silent.map(({ id }) => id) } },
      select: { id: true, attempt: true, lost: true, versionId: true, heldStatus: true },
    })
    for (const { heldStatus: held, ...row } of rows) {
      const heldStatus = CERTIFIED_STATUSES.find((one) => one === held) ?? null
      if (verdictOfLoss(row.lost) === 'requeue') await requeue(deps, tx, row, row.lost + 1)
      else
        await giveUp(
          tx,
          { ...row, heldStatus },
          `The worker was lost ${MAX_LOST} times while it certified this version.`,
        )
    }
    return rows.length
  })
}

/** Smoke runs whose worker went silent: what seeds they finished stays; a cancelled one ends here. */
async function reconcileSmoke(deps: ReconcileDeps): Promise<number> {
  return deps.db.$transaction(async (tx) => {
    const silent = await lockSilentRows(tx, 'smokeRun')
    const rows = await tx.smokeRun.findMany({
      where: { id: { in: silent.map(({ id }) => id) } },
      select: { id: true, attempt: true, lost: true, cancelRequestedAt: true },
    })
    for (const row of rows) {
      if (row.cancelRequestedAt !== null) await endSmoke(tx, row, 'cancelled')
      else if (verdictOfLoss(row.lost) === 'requeue') await requeueSmoke(deps, tx, row, row.lost + 1)
      else await endSmoke(tx, row, 'failed', `The worker was lost ${MAX_LOST} times while it trained.`)
    }
    return rows.length
  })
}

/** Reviews whose worker went silent: back into the queue, or given up after the third. */
export async function reconcileReviews(deps: ReconcileDeps): Promise<number> {
  return deps.db.$transaction(async (tx) => {
    const rows = await lockSilentRows(tx, 'modelReview')
    for (const { id, attempt, lost } of rows) {
      await loseOpenExchanges(tx, id)
      if (verdictOfLoss(lost) === 'requeue') await requeueRow(deps, tx, 'modelReview', { id, attempt }, 1)
      else {
        const error = `The worker was lost ${MAX_LOST} times while a model read this version.`
        const finishedAt = await databaseNow(tx)
        const data = { status: 'failed', error, finishedAt, leaseUntil: null } as const
        await tx.modelReview.updateMany({ where: { id, attempt, status: 'running' }, data })
      }
    }
    return rows.length
  })
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
  const silent = await listSilent(deps.db, 'candidate')
  const done: Reconciled = {
    requeued:
      (await reconcileSingleSteps(deps)) +
      (await reconcileCertifications(deps)) +
      (await reconcileReviews(deps)) +
      (await reconcileSmoke(deps)),
    lost: 0,
    woken: 0,
  }
  for (const id of silent) {
    const verdict = await deps.db.$transaction((tx) => reconcileCandidate(deps, tx, id))
    if (verdict === 'requeue') done.requeued++
    if (verdict === 'worker-lost') done.lost++
  }
  done.woken = await wakeQueued(deps)
  await buryWorkers(deps)
  return done
}
