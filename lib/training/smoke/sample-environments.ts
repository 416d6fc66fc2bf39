import type { Random } from '#lib/domain/random.ts'

/** What a learner has seen of an environment: groups, and those that taught it something. */
export type Seen = { groups: number; live: number }

/** A group without spread is drawn less often later, but never less than a quarter as often. */
const LEAST = 0.25

/** Chance that the next group of an environment is live, from what was seen; unseen ones count as live. */
const liveChance = ({ groups, live }: Seen): number => (live + 1) / (groups + 1)

/**
 * Draws distinct environments for one step. Those with the fewest groups come first, so that all keep pace; among
 * equals, live ones are likelier.
 */
export function sampleEnvironments(seen: readonly Seen[], count: number, random: Random): number[] {
  const drawn = seen.map((one, index) => {
    const weight = LEAST + (1 - LEAST) * liveChance(one)
    return { index, key: one.groups * weight ** -1 + random() * 2 }
  })
  return drawn
    .sort((a, b) => a.key - b.key || a.index - b.index)
    .slice(0, count)
    .map(({ index }) => index)
}
