import { z } from 'zod'
import type { Tx } from '#lib/db/client.ts'
import { Task } from '#lib/domain/artefacts/task.ts'
import { contractOf, type FeedbackKind } from '#lib/domain/feedback.ts'

const Contract = z.object({ feedback: Task.shape.feedback, rows: Task.shape.rows })

/** The feedback contract of a stored task, as it works. */
export const contractKindOf = (task: unknown): FeedbackKind => contractOf(Contract.parse(task)).kind

/** Those of some versions whose agents are told scores of the rows that decide. */
export async function heldOutVersions(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.version.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, task: true },
  })
  return rows.flatMap(({ id, task }) => (contractKindOf(task) === 'held-out-score' ? [id] : []))
}
