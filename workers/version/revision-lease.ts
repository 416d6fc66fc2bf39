import { z } from 'zod'
import { WORDS } from '#lib/db/words.ts'
import { RevisionChanges } from '#lib/domain/revision.ts'
import { type ClaimOf, leaseOf } from '#workers/leases/lease.ts'

/** The request to save a version, under a lease. */
export const REVISION = leaseOf({
  kind: 'revision',
  columns: ['versionId', 'reason', 'changes', 'requestedBy', 'actorKind', 'actorId'],
})
/** What of its row only its reader knows the form of. */
export const RevisionRow = z.object({ changes: RevisionChanges, actorKind: z.enum(WORDS.Audit.actorKind) })
export type RevisionClaim = ClaimOf<typeof REVISION> & z.infer<typeof RevisionRow>
