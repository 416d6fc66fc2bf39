import type { Claim } from '#workers/candidate/claim-candidate.ts'
import { CandidateStopped } from '#workers/candidate/stop-reason.ts'
import type { Deps } from '#workers/deps.ts'
import { BEAT_MS, CANCEL_POLL_MS, LEASE_S } from '#workers/tunables.ts'

export type Lease = { signal: AbortSignal; end: () => void }
export type Held = {
  /** For the log. */
  row: Record<string, string>
  /** Prolongs the lease; false when the claim is lost. */
  renew: () => Promise<boolean>
  isCancelled?: () => Promise<boolean>
}

/**
 * Renews a claim from a timer that does not depend on the work. The signal aborts with a CandidateStopped when the
 * claim is lost, the work is cancelled or the worker stops. A worker that cannot reach the database for a whole lease
 * fences itself: by then another one may have taken over.
 */
export function holdLease(deps: Pick<Deps, 'log' | 'stopping'>, held: Held): Lease {
  const controller = new AbortController()
  const stop = (reason: CandidateStopped['reason']) => controller.abort(new CandidateStopped(reason))
  let renewedAt = performance.now()

  const renew = async () => {
    if (await held.renew()) renewedAt = performance.now()
    else stop('fenced')
  }
  const look = async () => {
    if (await held.isCancelled?.()) stop('cancelled')
  }
  const guarded = (work: () => Promise<void>) => () => {
    work().catch((error: unknown) => {
      deps.log.warn('lease', { ...held.row, error })
      if (performance.now() - renewedAt > LEASE_S * 1000) stop('fenced')
    })
  }
  const timers = [setInterval(guarded(renew), BEAT_MS), setInterval(guarded(look), CANCEL_POLL_MS)]
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

/** Holds a candidate until its run is cancelled. */
export const keepLease = (deps: Deps, claim: Claim): Lease =>
  holdLease(deps, {
    row: { candidate: claim.id },
    renew: async () =>
      (await deps.db.$executeRaw`
        UPDATE "candidate" SET "leaseUntil" = now() + make_interval(secs => ${LEASE_S})
        WHERE id = ${claim.id}::uuid AND attempt = ${claim.attempt} AND status = 'running'`) > 0,
    isCancelled: async () => {
      const where = { id: claim.runId }
      const run = await deps.db.run.findUnique({ where, select: { cancelRequestedAt: true } })
      return run?.cancelRequestedAt != null
    },
  })
