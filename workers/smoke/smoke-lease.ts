import type { SmokeReport } from '#lib/contracts/smoke.ts'
import type { Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import { transitionSmokeRun } from '#lib/db/transition.ts'
import type { SmokeStatus } from '#lib/domain/training.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { databaseNow } from '#lib/services/context.ts'
import type { Deps } from '#workers/deps.ts'
import { type ClaimOf, leaseOf, type RowClaim } from '#workers/leases/lease.ts'
import { LeaseLost } from '#workers/leases/lease-lost.ts'

const asJson = (value: SmokeReport): Prisma.InputJsonValue =>
  JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue

const GONE = { leaseUntil: null, workerId: null }

/** The last status of a smoke run, fenced. Training runs that are still open end with it, as MLflow's `KILLED`. */
export async function endSmoke(
  tx: Tx,
  { id, attempt }: RowClaim,
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

/** What nobody trains any more is not `running`. */
async function closeTrainingRuns(tx: Tx, smokeRunId: string): Promise<void> {
  const endedAt = await databaseNow(tx)
  await tx.trainingRun.updateMany({
    where: { smokeRunId, status: 'running' },
    data: { status: 'killed', endedAt },
  })
}

/** A smoke run under a lease. The seed that was being trained is trained again from its start. */
export const SMOKE_RUN = leaseOf({
  kind: 'smokeRun',
  columns: ['packId', 'reward', 'control', 'seeds', 'rollouts', 'report'],
  hasStart: true,
  heedsSignal: true,
  judge: (error) => ({
    kind: 'end',
    code: 'internal',
    message: error instanceof Error ? error.message : String(error),
  }),
  returned: (tx, { id }) => closeTrainingRuns(tx, id),
  fail: (tx, row, { message }) => endSmoke(tx, row, 'failed', message),
  cancel: {
    async isAsked(db, id) {
      const where = { id, cancelRequestedAt: { not: null } }
      return (await db.smokeRun.count({ where })) > 0
    },
    end: (tx, row) => endSmoke(tx, row, 'cancelled'),
  },
})
export type SmokeClaim = ClaimOf<typeof SMOKE_RUN>

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
