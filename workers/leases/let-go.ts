import { setTimeout as sleep } from 'node:timers/promises'
import { type MachineFault, machineFaultOf } from '#lib/domain/machine-fault.ts'
import type { Deps } from '#workers/deps.ts'
import { LeaseLost } from '#workers/leases/lease-lost.ts'
import { LET_GO_MS } from '#workers/tunables.ts'

/**
 * Why a handler lets go of its row before the end. `paused`: the machine does not allow the work; nobody's fault, it
 * costs no attempt. `broken`: a bug, which costs one.
 */
export type LettingGo =
  | { kind: 'fenced' }
  | { kind: 'held' }
  | { kind: 'cancelled' }
  | { kind: 'stopping' }
  | { kind: 'paused'; fault: MachineFault }
  | { kind: 'broken'; error: unknown }

const CUT_OFF: MachineFault = { part: 'database', reason: 'The database did not answer for a whole lease.' }

/** What an error in the middle of the work means. An aborted job may surface as any error: the lease's reason goes first. */
export function lettingGoOf(error: unknown, signal: AbortSignal): LettingGo {
  const cause: unknown = signal.aborted ? signal.reason : error
  if (cause instanceof LeaseLost) {
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
