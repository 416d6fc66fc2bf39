import type { Tx } from '#lib/db/client.ts'
import { notFound } from '#lib/domain/errors.ts'
import type { RewardTable } from '#lib/domain/training.ts'

type Found = { id: string; name: string; rewardTable: RewardTable | null }

/** A training run by its id; throws not-found. */
export async function findTrainingRun(tx: Tx, id: string): Promise<Found> {
  const row = await tx.trainingRun.findUnique({
    where: { id },
    select: { id: true, name: true, rewardTable: true },
  })
  if (row === null) throw notFound('training run', id)
  return { ...row, rewardTable: row.rewardTable }
}
