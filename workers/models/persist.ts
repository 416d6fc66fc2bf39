import { setTimeout as sleep } from 'node:timers/promises'
import type { Tx } from '#lib/db/client.ts'
import type { Deps } from '#workers/deps.ts'
import { LeaseLost } from '#workers/leases/lease-lost.ts'
import { TRANSACTION_MS } from '#workers/tunables.ts'

/** Together less than a lease: later another worker may hold the candidate. */
const WAITS_MS = [250, 1_000, 3_000, 6_000, 12_000] as const

/** A transaction that outlives its queue for a run's row. */
export const transact = <T>(deps: Pick<Deps, 'db'>, work: (tx: Tx) => Promise<T>): Promise<T> =>
  deps.db.$transaction(work, { timeout: TRANSACTION_MS, maxWait: 10_000 })

/**
 * Writes what was paid for even when the database is away for a moment: `work` must do no harm when it is repeated
 * after a confirmation that was lost. A worker without its claim does not try again.
 */
export async function persist<T>(
  deps: Pick<Deps, 'db' | 'log'>,
  work: (tx: Tx) => Promise<T>,
  waitsMs: readonly number[] = WAITS_MS,
): Promise<T> {
  for (const waitMs of waitsMs) {
    try {
      return await transact(deps, work)
    } catch (error) {
      if (error instanceof LeaseLost) throw error
      deps.log.warn('settlement is tried again', { error })
      await sleep(waitMs)
    }
  }
  return transact(deps, work)
}
