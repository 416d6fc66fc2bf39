import type { Tx } from '#lib/db/client.ts'
import { transitionCandidate, transitionPack } from '#lib/db/transition.ts'
import type { JobQueue } from '#lib/domain/ports/queue.ts'
import { classifyStale, MAX_LOST } from '#lib/domain/stale.ts'
import { databaseNow } from '#lib/services/context.ts'
import { endCandidate } from '#workers/candidate/end-candidate.ts'
import { appendEvent } from '#workers/candidate/events.ts'
import type { Deps } from '#workers/deps.ts'
import { reconcileReviews } from '#workers/handlers/review-version.ts'
import { loseOpenExchanges } from '#workers/models/exchange-ledger.ts'
import { endSmoke, requeueSmoke } from '#workers/smoke/claim-smoke.ts'
import { SILENT_S } from '#workers/tunables.ts'
import { type CertificationClaim, giveUp, requeue } from '#workers/version/certification-claim.ts'

type ReconcileDeps = Pick<Deps, 'db' | 'queue'>
export type Reconciled = { requeued: number; lost: number; woken: number }

/** A running candidate whose worker fell silent: back into the queue, or an error after the third death. */
async function reconcileCandidate(
  deps: ReconcileDeps,
  tx: Tx,
  id: string,
): Promise<'alive' | 'requeue' | 'worker-lost'> {
  const row = await tx.candidate.findUnique({
    where: { id },
    select: {
      id: true,
      runId: true,
      ordinal: true,
      attempt: true,
      lost: true,
      leaseUntil: true,
      status: true,
    },
  })
  if (row?.status !== 'running') return 'alive'
  const verdict = classifyStale(row, await databaseNow(tx))
  if (verdict === 'worker-lost')
    await endCandidate(tx, row, {
      to: 'error',
      reasonCode: 'worker-lost',
      reason: `The worker was lost ${MAX_LOST} times.`,
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
      message: `The worker of attempt ${row.attempt} fell silent; the candidate is queued again.`,
    })
    await deps.queue.enqueue(tx, { queue: 'candidate.advance', id })
  }
  return verdict
}

/** Queued rows whose wake-up may have been lost: one that is sent twice does no harm, the claim decides. */
async function wakeQueued(deps: ReconcileDeps): Promise<number> {
  const rows = await deps.db.$queryRaw<{ queue: JobQueue; id: string }[]>`
    WITH silent(queue, name, id, at) AS (
      SELECT 'candidate.advance', 'candidate', c.id, c."createdAt" FROM "candidate" c JOIN "run" r ON r.id = c."runId"
        WHERE c.status = 'queued' AND r.status IN ('queued', 'running')
      UNION ALL SELECT 'seed.import', 'seed_upload', id, "createdAt" FROM "seed_upload" WHERE status = 'queued'
      UNION ALL SELECT 'import.read', 'import_upload', id, "createdAt" FROM "import_upload" WHERE status = 'queued'
      UNION ALL SELECT 'smoke.train', 'smoke_run', id, "createdAt" FROM "smoke_run" WHERE status = 'queued'
      UNION ALL SELECT 'trial.score', 'trial', id, "createdAt" FROM "trial" WHERE status = 'queued'
      UNION ALL SELECT 'version.certify', 'certification', id, "createdAt" FROM "certification" WHERE status = 'queued'
      UNION ALL SELECT 'model.review', 'model_review', id, "createdAt" FROM "model_review" WHERE status = 'queued'
      UNION ALL SELECT 'connection.check', 'connection', id, "checkedAt" FROM "connection" WHERE "checkStatus" = 'checking'
      UNION ALL SELECT DISTINCT 'metrics.compact', 'training_run', r.id, r."createdAt" FROM "metric_series" m
        JOIN "training_run" r ON r.id = m."runId" WHERE m."looseChunks" >= 128
      UNION ALL SELECT 'pack.build', 'pack', id, "createdAt" FROM "pack" WHERE status = 'queued')
    SELECT queue, id FROM silent s WHERE at < now() - make_interval(secs => ${SILENT_S})
      AND NOT EXISTS (SELECT 1 FROM pgboss.job j WHERE j.name = s.queue AND j.data->>'id' = s.id::text
        AND j.state IN ('created', 'retry'))
    LIMIT 500`
  for (const { queue, id } of rows) await deps.db.$transaction((tx) => deps.queue.enqueue(tx, { queue, id }))
  return rows.length
}

/** Leases of the single-step handlers: back into their queue; their claims count attempts. */
async function reconcileOthers(deps: ReconcileDeps): Promise<number> {
  return deps.db.$transaction(async (tx) => {
    const uploads =
      await tx.$executeRaw`UPDATE "seed_upload" SET status = 'queued' WHERE status = 'reading' AND "leaseUntil" < now() AND attempt < ${MAX_LOST}`
    const uploadsLost = await tx.$executeRaw`
      UPDATE "seed_upload" SET status = 'failed', error = 'The worker was lost three times while it read this archive.', "finishedAt" = now()
      WHERE status = 'reading' AND "leaseUntil" < now() AND attempt >= ${MAX_LOST}`
    const imports =
      await tx.$executeRaw`UPDATE "import_upload" SET status = 'queued' WHERE status = 'reading' AND "leaseUntil" < now() AND attempt < ${MAX_LOST}`
    const importsLost = await tx.$executeRaw`
      UPDATE "import_upload" SET status = 'failed', error = 'The worker was lost three times while it read this file.', "finishedAt" = now()
      WHERE status = 'reading' AND "leaseUntil" < now() AND attempt >= ${MAX_LOST}`
    const trials =
      await tx.$executeRaw`UPDATE "trial" SET status = 'queued' WHERE status = 'running' AND "leaseUntil" < now() AND attempt < ${MAX_LOST}`
    const trialsLost = await tx.$queryRaw<{ id: string }[]>`
      UPDATE "trial" SET status = 'failed', "finishedAt" = now(), result = '{"v":1,"valid":null,"score":null,"reason":"The worker was lost three times."}'
      WHERE status = 'running' AND "leaseUntil" < now() AND attempt >= ${MAX_LOST} RETURNING id`
    for (const { id } of trialsLost) await tx.$executeRaw`SELECT pg_notify('trial', ${id})`
    const packs = await tx.$queryRaw<
      { id: string; attempt: number }[]
    >`SELECT id, attempt FROM "pack" WHERE status = 'building' AND "leaseUntil" < now()`
    for (const { id, attempt } of packs)
      await (attempt < MAX_LOST
        ? transitionPack(tx, id, 'building', 'queued', { attempt })
        : transitionPack(tx, id, 'building', 'failed', {
            attempt,
            patch: { error: 'The worker was lost three times.' },
          }))
    return uploads + uploadsLost + imports + importsLost + trials + trialsLost.length + packs.length
  })
}

/** Certifications whose worker fell silent: back into the queue, or given up after the third, with the version free. */
async function reconcileCertifications(deps: ReconcileDeps): Promise<number> {
  return deps.db.$transaction(async (tx) => {
    const rows = await tx.$queryRaw<CertificationClaim[]>`
      SELECT id, attempt, lost, "versionId", "heldStatus" FROM "certification"
      WHERE status = 'running' AND ("leaseUntil" IS NULL OR "leaseUntil" < now()) FOR UPDATE SKIP LOCKED`
    for (const row of rows)
      await (row.lost + 1 < MAX_LOST
        ? requeue(deps, tx, row, row.lost + 1)
        : giveUp(tx, row, `The worker was lost ${MAX_LOST} times.`))
    return rows.length
  })
}

/** Smoke runs whose worker fell silent: what seeds they finished stays; a cancelled one ends here. */
async function reconcileSmoke(deps: ReconcileDeps): Promise<number> {
  return deps.db.$transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ id: string; attempt: number; lost: number; cancelled: boolean }[]>`
      SELECT id, attempt, lost, "cancelRequestedAt" IS NOT NULL AS cancelled FROM "smoke_run"
      WHERE status = 'running' AND ("leaseUntil" IS NULL OR "leaseUntil" < now()) FOR UPDATE SKIP LOCKED`
    for (const row of rows) {
      if (row.cancelled) await endSmoke(tx, row, 'cancelled')
      else if (row.lost + 1 < MAX_LOST) await requeueSmoke(deps, tx, row, row.lost + 1)
      else await endSmoke(tx, row, 'failed', `The worker was lost ${MAX_LOST} times.`)
    }
    return rows.length
  })
}

/** Removes the rows of workers that have not beaten for a day; health shows the others as they are. */
async function forgetWorkers(deps: ReconcileDeps): Promise<void> {
  await deps.db.$executeRaw`DELETE FROM "worker" WHERE "beatAt" < now() - interval '1 day'`
}

/** One pass over all work that fell silent. The only writer of stale verdicts; several workers may run it at once. */
export async function reconcile(deps: ReconcileDeps): Promise<Reconciled> {
  const silent = await deps.db.$queryRaw<{ id: string }[]>`
    SELECT id FROM "candidate" WHERE status = 'running' AND ("leaseUntil" IS NULL OR "leaseUntil" < now()) LIMIT 200`
  const done: Reconciled = {
    requeued:
      (await reconcileOthers(deps)) +
      (await reconcileCertifications(deps)) +
      (await reconcileReviews(deps)) +
      (await reconcileSmoke(deps)),
    lost: 0,
    woken: 0,
  }
  for (const { id } of silent) {
    const verdict = await deps.db.$transaction((tx) => reconcileCandidate(deps, tx, id))
    if (verdict === 'requeue') done.requeued++
    if (verdict === 'worker-lost') done.lost++
  }
  done.woken = await wakeQueued(deps)
  await forgetWorkers(deps)
  return done
}
