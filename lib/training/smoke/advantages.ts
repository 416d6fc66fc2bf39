import { deviationOf, meanOf } from '#lib/domain/statistics.ts'

const SMALL = 1e-4
const FLAT = 1e-9

/** True where a group's rewards differ, so that it teaches anything. */
export const isLive = (rewards: readonly number[]): boolean =>
  rewards.length > 0 && deviationOf(rewards) > FLAT

/** Advantages within one group (GRPO): (reward - mean) / (deviation + 1e-4). A flat group has none. */
export function groupAdvantages(rewards: readonly number[]): number[] {
  if (!isLive(rewards)) return rewards.map(() => 0)
  const mean = meanOf(rewards)
  const deviation = deviationOf(rewards)
  return rewards.map((reward) => (reward - mean) / (deviation + SMALL))
}
