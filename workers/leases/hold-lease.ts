import type { Deps } from '#workers/deps.ts'
import { type Lease, type RowClaim, renewRow } from '#workers/leases/lease.ts'
import { LeaseLost } from '#workers/leases/lease-lost.ts'
import { CANCEL_POLL_MS, LEASE_S, RENEW_MS } from '#workers/tunables.ts'

type Held = { signal: AbortSignal; end: () => void }
type HoldDeps = Pick<Deps, 'db' | 'log' | 'stopping'>

/**
 * Renews a claim from a timer that does not depend on the work. The signal aborts with a LeaseLost when the
 * claim is lost, the work is cancelled or the worker stops. A worker that cannot reach the database for a whole lease
 * lets go by itself: by then another one may have taken over.
 */
export function holdLease(deps: HoldDeps, { kind, cancel }: Lease, claim: RowClaim): Held {
  const controller = new AbortController()
  const stop = (reason: LeaseLost['reason']) => controller.abort(new LeaseLost(reason))
  let renewedAt = performance.now()

  const renew = async () => {
    if (await renewRow(deps.db, kind, claim)) renewedAt = performance.now()
    else stop('fenced')
  }
  const look = async () => {
    if (await cancel?.isAsked(deps.db, claim.id)) stop('cancelled')
  }
  const guarded = (work: () => Promise<void>) => () => {
    work().catch((error: unknown) => {
      deps.log.warn('lease', { [kind]: claim.id, error })
      if (performance.now() - renewedAt > LEASE_S * 1000) stop('cut-off')
    })
  }
  const timers = [setInterval(guarded(renew), RENEW_MS), setInterval(guarded(look), CANCEL_POLL_MS)]
  const onStop = () => stop('shutdown')
  if (deps.stopping.aborted) onStop()
  deps.stopping.addEventListener('abort', onStop)
  return {
    signal: controller.signal,
    end: () => {
      for (const timer of timers) clearInterval(timer)
      deps.stopping.removeEventListener('abort', onStop)
    },
  }
}
