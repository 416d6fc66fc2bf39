import { transitionRun } from '#lib/db/transition.ts'
import { databaseNow } from '#lib/services/context.ts'
import { appendEvent } from '#workers/candidate/events.ts'
import type { Deps } from '#workers/deps.ts'
import { LEASE_END } from '#workers/leases/leased.ts'

/** The right to work on a candidate until the lease is over; `attempt` fences every write. */
export type Claim = {
  id: string
  runId: string
  ordinal: number
  seedId: string
  attempt: number
  versionId: string | null
  /** The attempt that a person let continue, which is not held again; null where nobody did. */
  releasedRepair: number | null
}

/** Takes a queued candidate by compare-and-set. Null: somebody else has it, or it is over; the job is then done. */
export async function claimCandidate(deps: Pick<Deps, 'db' | 'workerId'>, id: string): Promise<Claim | null> {
  return deps.db.$transaction(async (tx) => {
    const [claim] = await tx.$queryRaw<Claim[]>`
      UPDATE "candidate" SET status = 'running', attempt = attempt + 1, "workerId" = ${deps.workerId},
        "leaseUntil" = ${LEASE_END}, "startedAt" = coalesce("startedAt", now())
      WHERE id = ${id}::uuid AND status = 'queued'
      RETURNING id, "runId", ordinal, "seedId", attempt, "versionId", "releasedRepair"`
    if (!claim) return null
    const startedAt = await databaseNow(tx)
    if (await transitionRun(tx, claim.runId, 'queued', 'running', { startedAt }))
      await appendEvent(
        tx,
        { runId: claim.runId },
        { type: 'run.started', message: 'The first worker took a candidate.' },
      )
    await appendEvent(tx, claim, {
      type: 'candidate.claimed',
      message:
        claim.attempt === 1
          ? `Candidate ${claim.ordinal + 1} starts.`
          : `Candidate ${claim.ordinal + 1} continues, attempt ${claim.attempt}.`,
      data: { attempt: claim.attempt, worker: deps.workerId },
    })
    return claim
  })
}
