import { randomUUID } from 'node:crypto'
import type { RolloutRecord } from '#lib/contracts/rollouts.ts'
import type { RewardTable } from '#lib/domain/training.ts'
import type { Tier } from '#lib/domain/vocabulary.ts'
import type { TestServices } from '#lib/services/services.fixture.ts'

/** A training run with a pack of these versions, as creating one and freezing a pack leave them. */
export async function trainingRunFixture(
  world: TestServices,
  options: {
    versions?: readonly { id: string; contentHash: string }[]
    rewardTable?: RewardTable | null
  } = {},
): Promise<string> {
  const { db } = world.database
  const { versions = [], rewardTable = 'released' } = options
  const pack =
    versions.length === 0
      ? null
      : await db.pack.create({
          data: {
            slug: `pack-${randomUUID().slice(0, 8)}`,
            version: 1,
            title: 'Pack',
            layout: 'sandmle-task',
            status: 'ready',
            createdBy: 'system',
            entries: {
              create: versions.map(({ id, contentHash }) => ({ versionId: id, contentHash, split: 'train' })),
            },
          },
        })
  const run = await db.trainingRun.create({
    data: {
      name: 'run',
      source: 'mlflow',
      rewardTable,
      createdBy: 'system',
      ...(pack === null ? {} : { pack: { connect: { id: pack.id } } }),
      experiment: { create: { name: `experiment ${randomUUID()}`, createdBy: 'system' } },
    },
  })
  return run.id
}

/** A record of a learner that submitted a constant: valid, no tier. */
export const rolloutRecord = (over: Partial<RolloutRecord> = {}): RolloutRecord => ({
  id: randomUUID(),
  step: 1,
  group: 'g',
  environment: 'solar',
  outcome: 'scored',
  tier: 'below',
  ...over,
})

/** One group of rollouts of a step in an environment, one for each tier; null is a submission that was refused. */
export const rolloutGroup = (
  environment: string,
  step: number,
  tiers: readonly (Tier | null)[],
  over: Partial<RolloutRecord> = {},
): RolloutRecord[] =>
  tiers.map((tier, at) => ({
    id: `${environment}-${step}-${over.split ?? 'train'}-${at}`,
    step,
    group: `${environment}-${step}`,
    environment,
    ...(tier === null ? { outcome: 'invalid' as const } : { outcome: 'scored' as const, tier }),
    ...over,
  }))
