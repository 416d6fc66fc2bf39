import type { Deps } from '#workers/deps.ts'
import { holdLease } from '#workers/leases/hold-lease.ts'
import { lettingGoOf, requeueRow, untilWritten } from '#workers/leases/let-go.ts'
import { type LostRow, loseRow, type SingleStep } from '#workers/leases/lose-row.ts'

type LeaseDeps = Pick<Deps, 'db' | 'queue' | 'log' | 'stopping'>

/** Ends with the signal's reason as soon as the claim is gone: what still computes is fenced by its attempt. */
function raced(work: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    work(signal).then(resolve, reject)
  })
}

/**
 * Does the one step of a claimed row under a lease that a timer renews. A fault of the machine, and a worker that stops,
 * give the row back as it was; a bug costs an attempt, at once. Throws what went wrong, for the log and for
 * whoever pauses the worker.
 */
export async function underLease(
  deps: LeaseDeps,
  kind: SingleStep,
  claim: LostRow,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const lease = holdLease(deps, kind, claim)
  try {
    await raced(work, lease.signal)
  } catch (error) {
    const why = lettingGoOf(error, lease.signal)
    if (why.kind === 'fenced') return deps.log.warn('fenced', { [kind]: claim.id, attempt: claim.attempt })
    await untilWritten(deps, () =>
      deps.db.$transaction(async (tx) => {
        if (why.kind === 'broken') await loseRow(deps, tx, kind, claim, 'error')
        else await requeueRow(deps, tx, kind, claim)
      }),
    )
    if (why.kind === 'broken' || why.kind === 'paused') throw error
  } finally {
    lease.end()
  }
}
