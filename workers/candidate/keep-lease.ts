import type { Claim } from '#workers/candidate/claim-candidate.ts'
import { CandidateStopped } from '#workers/candidate/stop-reason.ts'
import type { Deps } from '#workers/deps.ts'
import { BEAT_MS, CANCEL_POLL_MS, LEASE_S } from '#workers/tunables.ts'

export type Lease = { signal: AbortSignal; end: () => void }

/**
 * Renews a claim from a timer that does not depend on the work. The signal aborts with a CandidateStopped when the
 * claim is lost, the run is cancelled or the worker stops. A worker that cannot reach the database for a whole lease
 * fences itself: by then another one may have taken over.
 */
export function keepLease(deps: Deps, claim: Claim): Lease {
  const controller = new AbortController()
  const stop = (reason: CandidateStopped['reason']) => controller.abort(new CandidateStopped(reason))
  let renewedAt = performance.now()

  const renew = async () => {
    const count = await deps.db.$executeRaw`
      UPDATE "candidate" SET "leaseUntil" = now() + make_interval(secs => ${LEASE_S})
      WHERE id = ${claim.id}::uuid AND attempt = ${claim.attempt} AND status = 'running'`
    if (count === 0) stop('fenced')
    else renewedAt = performance.now()
  }
  const look = async () => {
    const run = await deps.db.run.findUnique({
      where: { id: claim.runId },
      select: { cancelRequestedAt: true },
    })
    if (run?.cancelRequestedAt) stop('cancelled')
  }
  const guarded = (work: () => Promise<void>) => () => {
    work().catch((error: unknown) => {
      deps.log.warn('lease', { candidate: claim.id, error })
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
