import { z } from 'zod'
import type { Tx } from '#lib/db/client.ts'
import { Task } from '#lib/domain/artefacts/task.ts'
import { contractOf, type FeedbackKind } from '#lib/domain/feedback.ts'
import { stored } from '#lib/domain/parse.ts'

const Contract = z.object({ feedback: Task.shape.feedback, rows: Task.shape.rows })

/** The feedback contract of a stored task, as it works. */
export const contractKindOf = ({ id, task }: { id: string; task: unknown }): FeedbackKind =>
  contractOf(stored(Contract, task, `feedback contract in the task of version ${id}`)).kind

/** Those of some versions whose agents are told scores of the rows that decide. */
export async function heldOutVersions(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.version.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, task: true },
  })
  return rows.flatMap((row) => (contractKindOf(row) === 'held-out-score' ? [row.id] : []))
}
