import { seededRandom } from '#lib/domain/random.ts'
import type { Measure } from '#lib/domain/results.ts'
import { meanOf, quantileOf } from '#lib/domain/statistics.ts'
import { countedOf, POINTS, type ReportedResult } from '#lib/training/results/aggregate.ts'

export const REPLICATES = 4000
/** The same two systems give the same interval on every screen. */
const SEED = 0x5eed

export type Comparison = {
  /** Competitions that both systems have attempts at; the comparison runs over these alone. */
  shared: string[]
  /** Mean of the first minus mean of the second, in points. */
  difference: number
  /** 95 % percentile interval of the difference. */
  low: number
  high: number
  replicates: number
  /** False when the interval contains 0. */
  separable: boolean
}

type BySeed = ReadonlyMap<string, readonly ReportedResult[]>

/** Points of each attempt that counts, by competition. */
const pointsOf = (bySeed: BySeed, id: string, measure: Measure): number[] =>
  (bySeed.get(id) ?? []).flatMap((result) => {
    const counted = countedOf(result)
    return counted === null ? [] : [POINTS[measure](counted)]
  })

/**
 * Paired bootstrap of the difference between two systems: competitions are drawn with replacement, the same ones for
 * both, and within each the seeds of either system. null when they share no competition.
 */
export function compareSystems(
  first: BySeed,
  second: BySeed,
  split: readonly string[],
  measure: Measure,
  replicates = REPLICATES,
): Comparison | null {
  const pairs = split
    .map((id) => ({ id, a: pointsOf(first, id, measure), b: pointsOf(second, id, measure) }))
    .filter(({ a, b }) => a.length > 0 && b.length > 0)
  if (pairs.length === 0) return null
  const random = seededRandom(SEED)
  const draw = (values: readonly number[]): number => values[Math.floor(random() * values.length)] ?? 0
  const resampled = (values: readonly number[]): number => meanOf(values.map(() => draw(values)))
  const differences: number[] = []
  for (let replicate = 0; replicate < replicates; replicate++) {
    let sum = 0
    for (let i = 0; i < pairs.length; i++) {
      const pair = pairs[Math.floor(random() * pairs.length)]
      if (pair !== undefined) sum += resampled(pair.a) - resampled(pair.b)
    }
    differences.push(sum / pairs.length)
  }
  differences.sort((a, b) => a - b)
  const [low, high] = [quantileOf(differences, 0.025), quantileOf(differences, 0.975)]
  return {
    shared: pairs.map(({ id }) => id),
    difference: meanOf(pairs.map(({ a, b }) => meanOf(a) - meanOf(b))),
    low,
    high,
    replicates,
    separable: low > 0 || high < 0,
  }
}
