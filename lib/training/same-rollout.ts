import type { ReadRollout } from '#lib/training/settle-rollouts.ts'

/** What a record says happened. What may be computed from it is null where it is not said. */
export type SaidOfRollout = {
  step: number
  group: string
  split: string
  environment: string
  outcome: string
  score: number | null
  tier: string | null
  reward: number | null
}

export const saidOf = (record: ReadRollout['record']): SaidOfRollout => {
  const { step, group, split, environment, outcome, score, tier = null, reward = null } = record
  return { step, group, split, environment, outcome, score, tier, reward }
}

const COMPUTED: readonly string[] = ['tier', 'reward']
const shown = (value: string | number | null): string => (value === null ? 'none' : String(value))

/** In what a record differs from the one of its name that was taken before it; null where it only says it again. */
export function contradiction(before: SaidOfRollout, again: SaidOfRollout): string | null {
  const earlier = new Map<string, string | number | null>(Object.entries(before))
  const differing = Object.entries(again).flatMap(([name, value]) => {
    const known = earlier.get(name) ?? null
    const isOpen = COMPUTED.includes(name) && (value === null || known === null)
    return isOpen || value === known ? [] : [`${name} ${shown(known)}, now ${shown(value)}`]
  })
  return differing.length === 0 ? null : differing.join('; ')
}
