import type { RolloutRecord } from '#lib/contracts/rollouts.ts'
import { invalid } from '#lib/domain/errors.ts'
import { REWARD_RULES, type RewardParts, rewardOf, sumOfParts } from '#lib/domain/rewards.ts'
import { type ThresholdValues, tierOf } from '#lib/domain/tiers.ts'
import type { RewardTable } from '#lib/domain/training.ts'
import type { Direction, Tier } from '#lib/domain/vocabulary.ts'

/** What is known of the version that a rollout names. */
export type RolloutVersion = { thresholds: ThresholdValues; direction: Direction }
type Known = { table: RewardTable | null; version: RolloutVersion | null }
export type Settled = { tier: Tier | null; reward: number; parts: RewardParts }

/** Parts of a trainer are sums of binary fractions: this far they may be off. */
const TOLERANCE = 1e-6
const near = (a: number, b: number): boolean => Math.abs(a - b) <= TOLERANCE

/** Tier, reward and parts of a record, computed where absent and compared where given; refuses by the record's name. */
export function settleRollout(record: RolloutRecord, known: Known): Settled {
  const tier = tierOfRecord(record, known.version)
  return { tier, ...rewardOfRecord(record, tier, known.table) }
}

const refuse = (record: RolloutRecord, why: string) =>
  invalid(`Rollout ${record.id}: ${why}`, { id: record.id })

function tierOfRecord(record: RolloutRecord, version: RolloutVersion | null): Tier | null {
  const { outcome, tier } = record
  const score = record.score ?? null
  if (outcome !== 'scored') {
    if (score !== null) throw refuse(record, `a rollout that is ${outcome} has no score.`)
    if (tier !== undefined && tier !== 'fail')
      throw refuse(record, `a rollout that is ${outcome} has no tier but fail.`)
    return outcome === 'infra' ? null : 'fail'
  }
  if (tier === 'fail')
    throw refuse(record, 'a scored rollout is not in the tier fail; say invalid or failed.')
  const found =
    score === null || version === null ? null : tierOf(score, version.thresholds, version.direction)
  if (found === null && tier === undefined)
    throw refuse(record, 'say its tier, or its score and an environment whose thresholds are known here.')
  if (found !== null && tier !== undefined && found !== tier)
    throw refuse(record, `the score ${score} is ${found} by the thresholds of the version, not ${tier}.`)
  return tier ?? found
}

function rewardOfRecord(
  record: RolloutRecord,
  tier: Tier | null,
  table: RewardTable | null,
): Omit<Settled, 'tier'> {
  const { parts, reward, outcome } = record
  if (parts !== undefined) {
    const sum = sumOfParts(parts)
    if (reward !== undefined && !near(sum, reward))
      throw refuse(record, `the parts sum to ${sum}, the reward is ${reward}.`)
    return { parts, reward: reward ?? sum }
  }
  // The machine's own faults count in no rate: what a trainer paid for them is kept as it is.
  if (outcome === 'infra') return { parts: {}, reward: reward ?? 0 }
  if (table === null) {
    if (reward === undefined) throw refuse(record, 'say its reward: the run has no reward table.')
    return { parts: {}, reward }
  }
  const format =
    record.format ?? formatOf(reward, rewardOf({ table, outcome, tier, format: 0 }).reward, table)
  const computed = rewardOf({ table, outcome, tier, format })
  if (reward !== undefined && !near(computed.reward, reward))
    throw refuse(
      record,
      `the reward is ${reward}; the table ${table} gives ${computed.reward}. Send its parts.`,
    )
  return computed
}

/** The share of turns in form that explains a reward over what the outcome pays; 1 where nothing can be read off. */
function formatOf(reward: number | undefined, base: number, table: RewardTable): number {
  if (reward === undefined) return 1
  const share = (reward - base) / REWARD_RULES[table].weights.format
  return share >= -TOLERANCE && share <= 1 + TOLERANCE ? Math.min(1, Math.max(0, share)) : 1
}
