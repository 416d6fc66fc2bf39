import { stored } from '#lib/domain/parse.ts'
import { RevisionChanges } from '#lib/domain/revision.ts'
import type { Deps } from '#workers/deps.ts'
import { LEASE_END } from '#workers/leases/leased.ts'

/** The right to make a version until the lease is over; `attempt` fences every write. */
export type RevisionClaim = {
  id: string
  attempt: number
  lost: number
  versionId: string
  reason: string
  changes: RevisionChanges
  requestedBy: string
  actorKind: PrismaJson.ActorKind
  actorId: string
}

/** Takes a queued revision by compare-and-set. Null: somebody else has it, or it is over. */
export async function claimRevision(
  deps: Pick<Deps, 'db' | 'workerId'>,
  id: string,
): Promise<RevisionClaim | null> {
  const [row] = await deps.db.$queryRaw<(Omit<RevisionClaim, 'changes'> & { changes: unknown })[]>`
    UPDATE "revision" SET status = 'running', attempt = attempt + 1, "workerId" = ${deps.workerId},
      "leaseUntil" = ${LEASE_END}
    WHERE id = ${id}::uuid AND status = 'queued'
    RETURNING id, attempt, lost, "versionId", reason, changes, "requestedBy", "actorKind", "actorId"`
  return row ? { ...row, changes: stored(RevisionChanges, row.changes, `changes of revision ${id}`) } : null
}
