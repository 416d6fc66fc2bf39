import type { Tx } from '#lib/db/client.ts'
import type { TaskEdit } from '#lib/domain/artefacts/task.ts'
import { namesOf } from '#lib/services/people/names-of.ts'

export type HandEdit = { editedBy: string; by: string; files: string[]; at: Date }

/**
 * Who changed what of a candidate by hand, one entry a person, whose last edit is the newest last. An output that was taken over from the run
 * branched from brings its editors along.
 */
export async function editsOf(tx: Tx, candidateId: string): Promise<HandEdit[]> {
  const steps = await tx.step.findMany({
    where: { candidateId, editedBy: { not: null } },
    select: { role: true, reusedFrom: true },
  })
  const origins = await tx.step.findMany({
    where: { id: { in: steps.flatMap(({ reusedFrom }) => reusedFrom ?? []) } },
    select: { id: true, candidateId: true },
  })
  const whose = (reusedFrom: string | null) =>
    origins.find(({ id }) => id === reusedFrom)?.candidateId ?? candidateId
  if (steps.length === 0) return []
  const rows = await tx.artefactEdit.findMany({
    where: { OR: steps.map(({ role, reusedFrom }) => ({ role, candidateId: whose(reusedFrom) })) },
    select: { file: true, editedBy: true, createdAt: true },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  const nameOf = await namesOf(
    tx,
    rows.map(({ editedBy }) => editedBy),
  )
  const people = [...new Set(rows.map(({ editedBy }) => editedBy))]
  const edits = people.map((editedBy) => {
    const own = rows.filter((row) => row.editedBy === editedBy)
    const files = [...new Set(own.map(({ file }) => file))].sort()
    return { editedBy, by: nameOf(editedBy), files, at: own.at(-1)?.createdAt ?? new Date(0) }
  })
  return edits.sort((a, b) => a.at.getTime() - b.at.getTime())
}

export const taskEdits = (edits: readonly HandEdit[]): TaskEdit[] =>
  edits.map(({ by, files }) => ({ by, files }))

/** The record of a version begins with whose hand was in it before it was frozen. */
export async function recordEdits(tx: Tx, versionId: string, edits: readonly HandEdit[]): Promise<void> {
  await tx.audit.createMany({
    data: edits.map(({ editedBy, files, at }) => ({
      actorKind: 'user',
      actorId: editedBy,
      verb: 'version.edit',
      entity: 'version',
      entityId: versionId,
      detail: { files, at: at.toISOString(), during: 'hold' },
    })),
  })
}
