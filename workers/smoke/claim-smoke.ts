import type { SmokeReport } from '#lib/contracts/smoke.ts'
import type { Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import { transitionSmokeRun } from '#lib/db/transition.ts'
import type { SmokeControl, SmokeReward, SmokeStatus } from '#lib/domain/training.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { databaseNow } from '#lib/services/context.ts'
import type { Deps } from '#workers/deps.ts'
import { LeaseLost } from '#workers/leases/lease-lost.ts'
import { LEASE_END } from '#workers/leases/leased.ts'

/** The right to work on a smoke run until the lease is over; `attempt` fences every write. */
export type SmokeClaim = {
  id: string
  attempt: number
  lost: number
  packId: string
  reward: SmokeReward
  control: SmokeControl
  seeds: number
  rollouts: number
  report: unknown
}

const asJson = (value: SmokeReport): Prisma.InputJsonValue =>
  JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue

/** Takes a queued smoke run by compare-and-set. */
export async function claimSmoke(
  deps: Pick<Deps, 'db' | 'workerId'>,
  id: string,
): Promise<SmokeClaim | null> {
  const [claim] = await deps.db.$queryRaw<SmokeClaim[]>`
    UPDATE "smoke_run" SET status = 'running', attempt = attempt + 1, "workerId" = ${deps.workerId},
      "startedAt" = COALESCE("startedAt", now()), "leaseUntil" = ${LEASE_END}
    WHERE id = ${id}::uuid AND status = 'queued'
    RETURNING id, attempt, lost, "packId", reward, control, seeds, rollouts, report`
  return claim ?? null
}

/** Writes how far the run has come. Throws when another worker holds it. */
export async function saveReport(
  deps: Pick<Deps, 'db'>,
  claim: SmokeClaim,
  report: SmokeReport,
): Promise<void> {
  const { count } = await deps.db.smokeRun.updateMany({
    where: { id: claim.id, attempt: claim.attempt, status: 'running' },
    data: { report: asJson(report) },
  })
  if (count === 0) throw new LeaseLost('fenced')
}

type Ended = { id: string; attempt: number }
const GONE = { leaseUntil: null, workerId: null }

/** The last status of a smoke run, fenced. Training runs that are still open end with it, as MLflow's `KILLED`. */
export async function endSmoke(
  tx: Tx,
  { id, attempt }: Ended,
  to: Extract<SmokeStatus, 'succeeded' | 'failed' | 'cancelled'>,
  error: string | null = null,
): Promise<boolean> {
  const finishedAt = await databaseNow(tx)
  const patch = { ...GONE, finishedAt, error: error?.slice(0, 500) ?? null }
  if (!(await transitionSmokeRun(tx, id, 'running', to, { attempt, patch }))) return false
  await closeTrainingRuns(tx, id)
  await recordAudit(
    tx,
    { kind: 'system' },
    { verb: 'smoke.end', entity: 'smoke-run', entityId: id, detail: { status: to, error } },
  )
  return true
}

/** Puts a smoke run back into the queue; the seed that was being trained is trained again from its start. */
export async function requeueSmoke(
  deps: Pick<Deps, 'queue'>,
  tx: Tx,
  { id, attempt }: Ended,
  lost: number,
): Promise<boolean> {
  const patch = { ...GONE, lost }
  if (!(await transitionSmokeRun(tx, id, 'running', 'queued', { attempt, patch }))) return false
  await closeTrainingRuns(tx, id)
  await deps.queue.enqueue(tx, { queue: 'smoke.train', id })
  return true
}

/** What nobody trains any more is not `running`. */
async function closeTrainingRuns(tx: Tx, smokeRunId: string): Promise<void> {
  const endedAt = await databaseNow(tx)
  await tx.trainingRun.updateMany({
    where: { smokeRunId, status: 'running' },
    data: { status: 'killed', endedAt },
  })
}
