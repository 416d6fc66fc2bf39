import type { RevisionView } from '#lib/contracts/revisions.ts'
import type { Tx } from '#lib/db/client.ts'
import { stored } from '#lib/domain/parse.ts'
import { RevisionChanges, type RevisionStatus } from '#lib/domain/revision.ts'
import { namesOf } from '#lib/services/people/names-of.ts'

export const REVISION_SELECT = {
  id: true,
  versionId: true,
  status: true,
  reason: true,
  changes: true,
  requestedBy: true,
  error: true,
  result: { select: { id: true, number: true } },
  createdAt: true,
  finishedAt: true,
} as const

export type RevisionRow = {
  id: string
  versionId: string
  status: RevisionStatus
  reason: string
  changes: unknown
  requestedBy: string
  error: string | null
  result: { id: string; number: number } | null
  createdAt: Date
  finishedAt: Date | null
}

export async function toRevisionView(tx: Tx, row: RevisionRow): Promise<RevisionView> {
  const nameOf = await namesOf(tx, [row.requestedBy])
  return {
    id: row.id,
    versionId: row.versionId,
    status: row.status,
    reason: row.reason,
    files: Object.keys(stored(RevisionChanges, row.changes, `changes of revision ${row.id}`)).sort(),
    requestedByName: nameOf(row.requestedBy),
    error: row.error,
    result: row.result && { versionId: row.result.id, number: row.result.number },
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }
}

/** The newest request to save a version over this one; null before there is one. */
export async function lastRevision(tx: Tx, versionId: string): Promise<RevisionView | null> {
  const row = await tx.revision.findFirst({
    where: { versionId },
    select: REVISION_SELECT,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
  return row === null ? null : toRevisionView(tx, row)
}
