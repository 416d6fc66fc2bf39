import type { Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import type { RolloutSplit } from '#lib/domain/training.ts'

export type SplitChoice = RolloutSplit | 'all'

/** Splits that have rollouts under a condition, the largest first. */
export async function splitsOf(tx: Tx, where: Prisma.RolloutWhereInput) {
  const groups = await tx.rollout.groupBy({ by: ['split'], where, _count: { _all: true } })
  return groups
    .map(({ split, _count }) => ({ split: split, rollouts: _count._all }))
    .sort((a, b) => b.rollouts - a.rollouts)
}

/** Rollouts of different splits are not averaged by accident: the training ones, where there are any. */
export const chooseSplit = (
  asked: SplitChoice | undefined,
  splits: readonly { split: RolloutSplit }[],
): SplitChoice => asked ?? (splits.find(({ split }) => split === 'train') ?? splits[0])?.split ?? 'all'
