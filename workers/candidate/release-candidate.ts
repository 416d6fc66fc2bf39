import { transitionCandidate } from '#lib/db/transition.ts'
import { MAX_LOST } from '#lib/domain/stale.ts'
import type { Claim } from '#workers/candidate/claim-candidate.ts'
import { endCandidate } from '#workers/candidate/end-candidate.ts'
import { appendEvent } from '#workers/candidate/events.ts'
import type { Deps } from '#workers/deps.ts'

/**
 * Gives a candidate back to the queue. `lost` counts attempts that ended without a result: a stopping worker's do not
 * count, faults of the machine do, and the third ends the candidate as an error with `code`.
 */
export async function releaseCandidate(
  deps: Deps,
  claim: Claim,
  fault: { code: string; message: string } | null,
): Promise<void> {
  await deps.db.$transaction(async (tx) => {
    const row = await tx.candidate.findUnique({ where: { id: claim.id }, select: { lost: true } })
    const lost = (row?.lost ?? 0) + (fault ? 1 : 0)
    if (fault && lost >= MAX_LOST) {
      await endCandidate(tx, claim, { to: 'error', reasonCode: fault.code, reason: fault.message })
      return
    }
    const patch = { lost, leaseUntil: null, workerId: null }
    if (!(await transitionCandidate(tx, claim.id, 'running', 'queued', { attempt: claim.attempt, patch })))
      return
    const message = fault
      ? `Attempt ${claim.attempt} is repeated: ${fault.message}`
      : 'The worker stops; another one goes on.'
    await appendEvent(tx, claim, { type: 'candidate.released', level: fault ? 'warn' : 'info', message })
    await deps.queue.enqueue(tx, { queue: 'candidate.advance', id: claim.id })
  })
}
