import { RolloutView } from '#lib/contracts/rollouts.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { stored } from '#lib/domain/parse.ts'
import type { RolloutSplit } from '#lib/domain/training.ts'
import { contractKindOf } from '#lib/services/environments/held-out-versions.ts'

export const ROLLOUT_SELECT = {
  id: true,
  runId: true,
  externalId: true,
  step: true,
  groupKey: true,
  split: true,
  environment: true,
  outcome: true,
  tier: true,
  score: true,
  reward: true,
  parts: true,
  tokens: true,
  turns: true,
  durationMs: true,
  createdAt: true,
  version: {
    select: {
      id: true,
      number: true,
      title: true,
      metric: true,
      task: true,
      environment: { select: { slug: true } },
    },
  },
} as const
type RolloutRow = Prisma.RolloutGetPayload<{ select: typeof ROLLOUT_SELECT }>

/** Words of the closed lists were checked when the rollout was recorded. */
export function toRolloutView({ groupKey, version, createdAt, ...row }: RolloutRow): RolloutView {
  return {
    ...row,
    group: groupKey,
    split: row.split,
    outcome: row.outcome,
    tier: row.tier,
    parts: stored(RolloutView.shape.parts, row.parts, `parts of rollout ${row.id}`),
    version:
      version === null
        ? null
        : {
            id: version.id,
            number: version.number,
            slug: version.environment.slug,
            title: version.title,
            metric: version.metric,
            feedback: contractKindOf(version),
          },
    createdAt: createdAt.toISOString(),
  }
}

/** Rollouts that say something about the learner: not spoilt by the machine. */
export const COUNTED = Prisma.sql`r.outcome <> 'infra'`
export const IS_MEDAL = Prisma.sql`r.tier in ('bronze', 'silver', 'gold')`

/** Condition over `rollout r` for a split, or for all. */
export const splitFilter = (split: RolloutSplit | 'all'): Prisma.Sql =>
  split === 'all' ? Prisma.sql`true` : Prisma.sql`r.split = ${split}`
