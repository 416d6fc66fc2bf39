import type { Tx } from '#lib/db/client.ts'
import { transitionPack } from '#lib/db/transition.ts'
import { MAX_LOST } from '#lib/domain/stale.ts'
import { databaseNow } from '#lib/services/context.ts'
import type { Deps } from '#workers/deps.ts'
import type { LeasedKind, RowClaim } from '#workers/leases/leased.ts'
import { requeueRow } from '#workers/leases/let-go.ts'

/** Rows whose work is one step: lost, they begin again. */
export type SingleStep = Extract<LeasedKind, 'seedUpload' | 'importUpload' | 'trial' | 'pack' | 'revision'>
export type LostRow = RowClaim & { lost: number }
export type Loss = 'worker' | 'error'

const WHILE: Record<SingleStep, string> = {
  seedUpload: 'it read this archive',
  importUpload: 'it read this file',
  trial: 'it scored this submission',
  pack: 'it built this pack',
  revision: 'it saved this version',
}
/** What a person reads of a row that was lost for the last time. */
export const lossWords = (kind: SingleStep, loss: Loss): string =>
  loss === 'worker'
    ? `The worker was lost ${MAX_LOST} times while ${WHILE[kind]}; perhaps its memory ran out. Nothing tries it again by itself.`
    : `An internal error ended it ${MAX_LOST} times while ${WHILE[kind]}; the worker's log has the cause.`

const GIVE_UP: Record<SingleStep, (tx: Tx, row: RowClaim, message: string) => Promise<void>> = {
  async seedUpload(tx, { id, attempt }, error) {
    const where = { id, attempt, status: 'reading' } as const
    await tx.seedUpload.updateMany({ where, data: await failed(tx, error) })
  },
  async importUpload(tx, { id, attempt }, error) {
    const where = { id, attempt, status: 'reading' } as const
    await tx.importUpload.updateMany({ where, data: await failed(tx, error) })
  },
  async trial(tx, { id, attempt }, reason) {
    const { error: _, ...ended } = await failed(tx, reason)
    const result = { v: 1, valid: null, score: null, reason }
    const { count } = await tx.trial.updateMany({
      where: { id, attempt, status: 'running' },
      data: { ...ended, result },
    })
    if (count > 0) await tx.$executeRaw`SELECT pg_notify('trial', ${id})`
  },
  async revision(tx, { id, attempt }, error) {
    const where = { id, attempt, status: 'running' } as const
    await tx.revision.updateMany({ where, data: await failed(tx, error) })
  },
  async pack(tx, { id, attempt }, error) {
    const { status: _, ...patch } = await failed(tx, error)
    await transitionPack(tx, id, 'building', 'failed', { attempt, patch })
  },
}

const failed = async (tx: Tx, error: string) => ({
  status: 'failed' as const,
  error,
  finishedAt: await databaseNow(tx),
  leaseUntil: null,
})

/** An attempt that ended without a result: back into the queue, or quarantined as failed after the third, with the reason. */
export async function loseRow(
  deps: Pick<Deps, 'queue'>,
  tx: Tx,
  kind: SingleStep,
  row: LostRow,
  loss: Loss,
): Promise<void> {
  if (row.lost + 1 < MAX_LOST) await requeueRow(deps, tx, kind, row, 1)
  else await GIVE_UP[kind](tx, row, lossWords(kind, loss))
}
