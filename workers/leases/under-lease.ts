import type { Tx } from '#lib/db/client.ts'
import type { LeasedKind } from '#lib/domain/leased.ts'
import type { Deps } from '#workers/deps.ts'
import { holdLease } from '#workers/leases/hold-lease.ts'
import { type Claimed, claimRow, type Lease, type LostRow } from '#workers/leases/lease.ts'
import { LeaseLost } from '#workers/leases/lease-lost.ts'
import { lettingGoOf, untilWritten } from '#workers/leases/let-go.ts'
import { bugOf, failRow, loseRow, requeueRow } from '#workers/leases/lose-row.ts'

type LeaseDeps = Pick<Deps, 'db' | 'queue' | 'workerId' | 'log' | 'stopping'>

/** Ends with the signal's reason as soon as the claim is gone: what still computes is fenced by its attempt. */
function raced(work: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    work(signal).then(resolve, reject)
  })
}

/** Does what the kind says of the error. Of any other it costs an attempt, and is thrown on, for the log. */
async function judged(
  deps: LeaseDeps,
  lease: Lease,
  claim: LostRow,
  error: unknown,
  write: (move: (tx: Tx) => Promise<unknown>) => Promise<unknown>,
): Promise<void> {
  const verdict = lease.judge?.(error) ?? null
  if (verdict?.kind === 'again' || verdict?.code === 'internal')
    deps.log.error('work', { [lease.kind]: claim.id, error })
  if (verdict?.kind === 'end') await write((tx) => failRow(tx, lease, claim, verdict))
  else {
    const loss = verdict === null ? bugOf(lease.kind) : ({ ...verdict, kind: 'fault' } as const)
    await write((tx) => loseRow(deps, tx, lease, claim, loss))
  }
  if (verdict === null) throw error
}

/** Lets go of the claim as the error demands. A fault of the machine costs nothing and is thrown on, for who pauses. */
async function letGo(
  deps: LeaseDeps,
  lease: Lease,
  claim: LostRow,
  error: unknown,
  signal: AbortSignal,
): Promise<void> {
  const why = lettingGoOf(error, signal)
  const write = (move: (tx: Tx) => Promise<unknown>) =>
    untilWritten(deps, () => deps.db.$transaction((tx) => move(tx)))
  if (why.kind === 'held') return
  if (why.kind === 'fenced')
    return deps.log.warn('fenced', { [lease.kind]: claim.id, attempt: claim.attempt })
  if (why.kind === 'broken') return judged(deps, lease, claim, why.error, write)
  if (why.kind === 'cancelled') await write(async (tx) => lease.cancel?.end(tx, claim))
  else await write((tx) => requeueRow(deps, tx, lease, claim, why))
  if (why.kind === 'paused') throw error
}

/**
 * Claims a queued row and works on it under a lease that a timer renews. A fault of the machine, and a worker that
 * stops, give the row back as it was; a bug costs an attempt, at once. Safe to run twice, as the claim decides, and safe
 * to lose, as the lease runs out. Rethrows what went wrong, so that it is logged and the worker can be paused.
 */
export async function underLease<K extends LeasedKind, C extends string>(
  deps: LeaseDeps,
  lease: Lease<K, C>,
  id: string,
  work: (claim: Claimed<K, C>, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const claim = await claimRow(deps, lease, id)
  if (claim === null) return
  const { signal, end } = holdLease(deps, lease, claim)
  const worked = (stop: AbortSignal) => work(claim, stop)
  try {
    await (lease.heedsSignal ? worked(signal) : raced(worked, signal))
  } catch (error) {
    await letGo(deps, lease, claim, error, signal).catch((failure: unknown) => {
      if (!(failure instanceof LeaseLost)) throw failure
    })
  } finally {
    end()
  }
}
