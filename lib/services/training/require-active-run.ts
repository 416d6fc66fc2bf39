import type { Tx } from '#lib/db/client.ts'
import { invalid, notFound } from '#lib/domain/errors.ts'

/** Throws not-found for a run that does not exist, and `invalid` for one that is put away. */
export async function requireActiveRun(tx: Tx, runId: string): Promise<void> {
  const run = await tx.trainingRun.findUnique({ where: { id: runId }, select: { archivedAt: true } })
  if (run === null) throw notFound('training run', runId)
  if (run.archivedAt !== null)
    throw invalid(
      `The run ${runId} must be in the 'active' state. Current state is deleted. Restore it first.`,
    )
}
