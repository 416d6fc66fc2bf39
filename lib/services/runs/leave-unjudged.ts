import type { Tx } from '#lib/db/client.ts'
import { transitionVersion } from '#lib/db/transition.ts'

/**
 * Versions whose candidate ended in the middle of their certificate are drafts again, in the caller's transaction: nobody
 * verifies them, and a version that is being verified takes no other order.
 */
export async function leaveUnjudged(tx: Tx, runId: string): Promise<void> {
  const ended = await tx.candidate.findMany({
    where: { runId, status: { in: ['cancelled', 'error'] }, versionId: { not: null } },
    select: { versionId: true },
  })
  if (ended.length === 0) return
  const left = await tx.version.findMany({
    where: {
      id: { in: ended.flatMap(({ versionId }) => versionId ?? []) },
      status: 'verifying',
      certifications: { none: { status: { in: ['queued', 'running'] } } },
    },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  for (const { id } of left) await transitionVersion(tx, id, 'verifying', 'draft')
}
