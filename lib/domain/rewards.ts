import { REWARD_PARTS, type RewardPart, type RewardTable, type RolloutOutcome } from '#lib/domain/training.ts'
import { TIERS, type Tier } from '#lib/domain/vocabulary.ts'

export type RewardParts = Partial<Record<RewardPart, number>>
export type RewardRule = {
  /** What each part pays when it is reached in full. */
  weights: Readonly<Record<RewardPart, number>>
  /** `milestones`: every tier up to the reached one pays; `highest`: the reached tier alone does. */
  tiers: 'milestones' | 'highest'
}

/**
 * The three reward tables. `paper`: milestones that add up (arXiv 2604.04872); `released`: the authors' code, valid
 * plus the highest tier; `sparse`: their ablation. A perfect rollout gets 1 under each.
 */
export const REWARD_RULES = {
  paper: {
    weights: { format: 0.1, execute: 0.3, median: 0.1, bronze: 0.2, silver: 0.2, gold: 0.1 },
    tiers: 'milestones',
  },
  released: {
    weights: { format: 0.1, execute: 0.2, median: 0.1, bronze: 0.5, silver: 0.6, gold: 0.7 },
    tiers: 'highest',
  },
  sparse: {
    weights: { format: 0.1, execute: 0, median: 0, bronze: 0, silver: 0, gold: 0.9 },
    tiers: 'highest',
  },
} as const satisfies Record<RewardTable, RewardRule>

const round = (value: number): number => Math.round(value * 1e12) / 1e12

/** Sum of the parts, free of the last bits that binary fractions leave: .1 + .3 + .1 + .2 + .2 + .1 is 1. */
export const sumOfParts = (parts: RewardParts): number =>
  round(REWARD_PARTS.reduce((sum, part) => sum + (parts[part] ?? 0), 0))

const MEDALS: readonly Tier[] = ['bronze', 'silver', 'gold']
export const isMedal = (tier: Tier | null): boolean => tier !== null && MEDALS.includes(tier)

/**
 * Reward of one rollout and the parts that it is the sum of; parts that pay nothing are left out. `format`: share of
 * turns in the asked-for form, 0 to 1. Without a score only the form pays; the machine's own faults pay nothing.
 */
export function rewardOf({
  table,
  outcome,
  tier,
  format,
}: {
  table: RewardTable
  outcome: RolloutOutcome
  tier: Tier | null
  format: number
}): { reward: number; parts: RewardParts } {
  const parts: RewardParts = {}
  if (outcome === 'infra') return { reward: 0, parts }
  const { weights, tiers }: RewardRule = REWARD_RULES[table]
  const pay = (part: RewardPart, share: number) => {
    const value = round(weights[part] * share)
    if (value !== 0) parts[part] = value
  }
  pay('format', format)
  if (outcome === 'scored') {
    pay('execute', 1)
    const reached = tier === null ? 0 : TIERS.indexOf(tier)
    for (const part of ['median', 'bronze', 'silver', 'gold'] as const)
      if (tiers === 'milestones' ? TIERS.indexOf(part) <= reached : part === tier) pay(part, 1)
  }
  return { reward: sumOfParts(parts), parts }
}
