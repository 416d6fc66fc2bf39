import { transitionCandidate } from '#lib/db/transition.ts'
import { ROLE_TITLES, type Role } from '#lib/domain/vocabulary.ts'
import { settleRun } from '#lib/services/runs/settle-run.ts'
import type { Claim } from '#workers/candidate/candidate-lease.ts'
import { appendEvent } from '#workers/candidate/events.ts'
import type { Deps } from '#workers/deps.ts'
import { LeaseLost } from '#workers/leases/lease-lost.ts'

/**
 * Leaves a candidate to a person after the role that its run holds at; the last one that still moved makes the run
 * wait. Throws, as every end of an attempt in the middle does. A run that is being cancelled holds nothing.
 */
export async function holdCandidate(deps: Deps, claim: Claim, role: Role, repair: number): Promise<never> {
  const reason = await deps.db.$transaction(async (tx) => {
    const [run] = await tx.$queryRaw<{ cancelled: boolean }[]>`
      SELECT "cancelRequestedAt" IS NOT NULL AS cancelled FROM "run" WHERE id = ${claim.runId}::uuid FOR UPDATE`
    if (run?.cancelled) return 'cancelled'
    const patch = { phase: role, repairs: repair, leaseUntil: null, workerId: null }
    if (!(await transitionCandidate(tx, claim.id, 'running', 'held', { attempt: claim.attempt, patch })))
      return 'fenced'
    await appendEvent(tx, claim, {
      type: 'candidate.held',
      message: `Candidate ${claim.ordinal + 1} waits for a person, held after: ${ROLE_TITLES[role]}${repair === 0 ? '' : `, attempt ${repair + 1}`}.`,
      data: { role, repair },
    })
    await settleRun(tx, claim.runId)
    return 'held'
  })
  throw new LeaseLost(reason)
}
