import { setTimeout as sleep } from 'node:timers/promises'
import type { Tx } from '#lib/db/client.ts'
import { type MachineFault, machineFaultOf } from '#lib/domain/machine-fault.ts'
import type { Deps } from '#workers/deps.ts'
import { LeaseLost } from '#workers/leases/lease-lost.ts'
import { LEASED, type LeasedKind, type RowClaim, tableOf } from '#workers/leases/leased.ts'
import { LET_GO_MS } from '#workers/tunables.ts'

/**
 * Why a handler lets go of its row before the end. `paused`: the machine does not allow the work; nobody's fault, it
 * costs no attempt. `broken`: a bug, which costs one.
 */
export type LettingGo =
  | { kind: 'fenced' }
  | { kind: 'cancelled' }
  | { kind: 'stopping' }
  | { kind: 'paused'; fault: MachineFault }
  | { kind: 'broken'; error: unknown }

const CUT_OFF: MachineFault = { part: 'database', reason: 'The database did not answer for a whole lease.' }

/** What an error in the middle of the work means. An aborted job may surface as any error: the lease's reason goes first. */
export function lettingGoOf(error: unknown, signal: AbortSignal): LettingGo {
  const cause: unknown = signal.aborted ? signal.reason : error
  if (cause instanceof LeaseLost) {
    if (cause.reason === 'fenced' || cause.reason === 'held') return { kind: 'fenced' }
    if (cause.reason === 'cut-off') return { kind: 'paused', fault: CUT_OFF }
    return { kind: cause.reason === 'shutdown' ? 'stopping' : cause.reason }
  }
  const fault = machineFaultOf(cause)
  return fault === null ? { kind: 'broken', error: cause } : { kind: 'paused', fault }
}

/** Repeats a write until the machine allows it or the worker stops. `work` must do no harm when it is repeated. */
export async function untilWritten<T>(
  deps: Pick<Deps, 'log' | 'stopping'>,
  work: () => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (machineFaultOf(error) === null || deps.stopping.aborted) throw error
      deps.log.warn('a row is let go once the machine allows it', { error })
      await sleep(LET_GO_MS, undefined, { signal: deps.stopping }).catch(() => undefined)
    }
  }
}

/** Puts a row back into its queue as if it had never been taken. False: another worker holds it. */
export async function requeueRow(
  deps: Pick<Deps, 'queue'>,
  tx: Tx,
  kind: LeasedKind,
  { id, attempt }: RowClaim,
  lost = 0,
): Promise<boolean> {
  const { busy, queue } = LEASED[kind]
  const count = await tx.$executeRaw`
    UPDATE ${tableOf(kind)} SET status = 'queued', lost = lost + ${lost}, "leaseUntil" = NULL, "workerId" = NULL
    WHERE id = ${id}::uuid AND attempt = ${attempt} AND status = ${busy}`
  if (count === 0) return false
  await deps.queue.enqueue(tx, { queue, id })
  return true
}
