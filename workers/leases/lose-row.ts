import type { Tx } from '#lib/db/client.ts'
import { leasedTable } from '#lib/db/leased-table.ts'
import { LEASED, type LeasedKind } from '#lib/domain/leased.ts'
import { MAX_LOST, type StaleVerdict, verdictOfLoss } from '#lib/domain/stale.ts'
import type { Deps } from '#workers/deps.ts'
import type { Failure, Lease, Loss, LostRow, Return, RowClaim } from '#workers/leases/lease.ts'

/** What a bug costs, and what people read of the third one. */
export const bugOf = (kind: LeasedKind): Loss => ({
  kind: 'fault',
  code: 'internal',
  message: `An internal error ended it ${MAX_LOST} times while ${LEASED[kind].during}; the worker's log has the cause.`,
})

const failureOf = (kind: LeasedKind, loss: Loss): Failure =>
  loss.kind === 'fault'
    ? loss
    : {
        code: 'worker-lost',
        message: `The worker was lost ${MAX_LOST} times while ${LEASED[kind].during}; perhaps its memory ran out. Nothing tries it again by itself.`,
      }

/** Puts a row back into its queue, where a loss counts. False: another worker holds it. */
export async function requeueRow(
  deps: Pick<Deps, 'queue'>,
  tx: Tx,
  lease: Lease,
  row: RowClaim,
  why: Return,
): Promise<boolean> {
  const { busy, queue } = LEASED[lease.kind]
  const losses = why.kind === 'worker' || why.kind === 'fault' ? 1 : 0
  const count = await tx.$executeRaw`
    UPDATE ${leasedTable(lease.kind)}
    SET status = 'queued', lost = lost + ${losses}, "leaseUntil" = NULL, "workerId" = NULL
    WHERE id = ${row.id}::uuid AND attempt = ${row.attempt} AND status = ${busy}`
  if (count === 0) return false
  await lease.returned?.(tx, row, why)
  await deps.queue.enqueue(tx, { queue, id: row.id })
  return true
}

/** Ends a row as failed where its attempt still has it. */
export async function failRow(tx: Tx, lease: Lease, row: RowClaim, failure: Failure): Promise<void> {
  if (lease.fail !== undefined) await lease.fail(tx, row, failure)
  else
    await tx.$executeRaw`
      UPDATE ${leasedTable(lease.kind)}
      SET status = 'failed', error = ${failure.message}, "finishedAt" = now(), "leaseUntil" = NULL
      WHERE id = ${row.id}::uuid AND attempt = ${row.attempt} AND status = ${LEASED[lease.kind].busy}`
}

/** An attempt that ended without a result: back into the queue, or quarantined as failed after the third, with the reason. */
export async function loseRow(
  deps: Pick<Deps, 'queue'>,
  tx: Tx,
  lease: Lease,
  row: LostRow,
  loss: Loss,
): Promise<StaleVerdict | 'fenced'> {
  const verdict = verdictOfLoss(row.lost)
  if (verdict === 'requeue') return (await requeueRow(deps, tx, lease, row, loss)) ? verdict : 'fenced'
  await failRow(tx, lease, row, failureOf(lease.kind, loss))
  return verdict
}
