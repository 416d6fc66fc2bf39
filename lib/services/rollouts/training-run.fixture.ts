import { randomUUID } from 'node:crypto'
import type { RolloutRecord } from '#lib/contracts/rollouts.ts'
import type { RewardTable } from '#lib/domain/training.ts'
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
