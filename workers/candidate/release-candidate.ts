import { transitionCandidate } from '#lib/db/transition.ts'
import { MAX_LOST } from '#lib/domain/stale.ts'
import type { Claim } from '#workers/candidate/claim-candidate.ts'
import { endCandidate } from '#workers/candidate/end-candidate.ts'
import { appendEvent } from '#workers/candidate/events.ts'
import type { Deps } from '#workers/deps.ts'
import { type LettingGo, untilWritten } from '#workers/leases/let-go.ts'
import { loseOpenExchanges } from '#workers/models/exchange-ledger.ts'

/** Only a `fault` counts: an attempt that ended without a result. The third ends the candidate as an error with `code`. */
export type Release =
  | Extract<LettingGo, { kind: 'stopping' | 'paused' }>
  | { kind: 'fault'; code: string; message: string }

function wordsOf(release: Release, attempt: number): string {
  if (release.kind === 'stopping') return 'The worker stops; another one continues.'
  if (release.kind === 'fault') return `Attempt ${attempt} is repeated: ${release.message}`
  return `Paused: ${release.fault.part}. ${release.fault.reason} It continues by itself, and no attempt is counted.`
}

/** Gives a candidate back to the queue, as soon as the machine lets it be written. */
export async function releaseCandidate(deps: Deps, claim: Claim, release: Release): Promise<void> {
  await untilWritten(deps, () =>
    deps.db.$transaction(async (tx) => {
      const row = await tx.candidate.findUnique({ where: { id: claim.id }, select: { lost: true } })
      const lost = (row?.lost ?? 0) + (release.kind === 'fault' ? 1 : 0)
      if (release.kind === 'fault' && lost >= MAX_LOST) {
        const { code, message } = release
        await endCandidate(tx, claim, { to: 'error', reasonCode: code, reason: message })
        return
      }
      const patch = { lost, leaseUntil: null, workerId: null }
      if (!(await transitionCandidate(tx, claim.id, 'running', 'queued', { attempt: claim.attempt, patch })))
        return
      await loseOpenExchanges(tx, claim.id)
      const level = release.kind === 'stopping' ? 'info' : 'warn'
      const message = wordsOf(release, claim.attempt)
      await appendEvent(tx, claim, { type: 'candidate.released', level, message })
      await deps.queue.enqueue(tx, { queue: 'candidate.advance', id: claim.id })
    }),
  )
}
