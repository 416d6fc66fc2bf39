import type { Tx } from '#lib/db/client.ts'
import { transitionPack } from '#lib/db/transition.ts'
import { MAX_LOST } from '#lib/domain/stale.ts'
import { databaseNow } from '#lib/services/context.ts'
import type { Deps } from '#workers/deps.ts'
import { LEASED, type RowClaim, type SingleStep, tableOf } from '#workers/leases/leased.ts'
import { requeueRow } from '#workers/leases/let-go.ts'

export type { SingleStep }
export type LostRow = RowClaim & { lost: number }
export type Loss = 'worker' | 'error'

/** What a person reads of a row that was lost for the last time. */
export const lossWords = (kind: SingleStep, loss: Loss): string =>
  loss === 'worker'
    ? `The worker was lost ${MAX_LOST} times while ${LEASED[kind].during}; perhaps its memory ran out. Nothing tries it again by itself.`
    : `An internal error ended it ${MAX_LOST} times while ${LEASED[kind].during}; the worker's log has the cause.`

type GiveUp = (tx: Tx, row: RowClaim, message: string) => Promise<void>

/** Ends a row as failed where its attempt still has it, with what a person reads. */
const giveUp =
  (kind: SingleStep): GiveUp =>
  async (tx, { id, attempt }, error) => {
    const finishedAt = await databaseNow(tx)
    await tx.$executeRaw`
      UPDATE ${tableOf(kind)} SET status = 'failed', error = ${error}, "finishedAt" = ${finishedAt}, "leaseUntil" = NULL
      WHERE id = ${id}::uuid AND attempt = ${attempt} AND status = ${LEASED[kind].busy}`
  }

/** Kinds that end in a way of their own. */
const OWN_END: Partial<Record<SingleStep, GiveUp>> = {
  async trial(tx, { id, attempt }, reason) {
    const finishedAt = await databaseNow(tx)
    const result = { v: 1, valid: null, score: null, reason }
    const { count } = await tx.trial.updateMany({
      where: { id, attempt, status: 'running' },
      data: { status: 'failed', finishedAt, leaseUntil: null, result },
    })
    if (count > 0) await tx.$executeRaw`SELECT pg_notify('trial', ${id})`
  },
  async pack(tx, { id, attempt }, error) {
    const patch = { error, finishedAt: await databaseNow(tx), leaseUntil: null }
    await transitionPack(tx, id, 'building', 'failed', { attempt, patch })
  },
}

/** An attempt that ended without a result: back into the queue, or quarantined as failed after the third, with the reason. */
export async function loseRow(
  deps: Pick<Deps, 'queue'>,
  tx: Tx,
  kind: SingleStep,
  row: LostRow,
  loss: Loss,
): Promise<void> {
  if (row.lost + 1 < MAX_LOST) await requeueRow(deps, tx, kind, row, 1)
  else await (OWN_END[kind] ?? giveUp(kind))(tx, row, lossWords(kind, loss))
}
