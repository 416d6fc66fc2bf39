import type { Adjudication, Measure } from '#lib/domain/results.ts'
import { TIERS, type Tier } from '#lib/domain/vocabulary.ts'
import { estimateOf, type MeanAndError } from '#lib/training/results/estimate.ts'

export type Decision = { decision: Adjudication; tier: Tier | null }

/** A stored attempt in the order of its report, with the decision in force; null: nobody decided anything. */
export type ReportedResult = {
  id: string
  competition: string
  tier: Tier
  validSubmission: boolean
  aboveMedian: boolean
  humanRank: number | null
  ruling: Decision | null
}
export type ReportOfResults<R extends ReportedResult> = { filename: string; results: readonly R[] }

/** What counts of one attempt after adjudication; null: it left the denominator. */
export type Counted = { valid: boolean; aboveMedian: boolean; tier: Tier; humanRank: number }

const NOTHING: Counted = { valid: false, aboveMedian: false, tier: 'fail', humanRank: 0 }

/** Applies a decision: zeroed counts as nothing, excluded leaves the denominator, rescored replaces the tier. */
export function countedOf(result: ReportedResult): Counted | null {
  switch (result.ruling?.decision) {
    case 'excluded':
      return null
    case 'zeroed':
      return NOTHING
    case 'rescored': {
      const tier = result.ruling.tier ?? result.tier
      const above = TIERS.indexOf(tier) >= TIERS.indexOf('median')
      return { valid: tier !== 'fail', aboveMedian: above, tier, humanRank: result.humanRank ?? 0 }
    }
    default: {
      const { validSubmission, aboveMedian, tier, humanRank } = result
      return { valid: validSubmission, aboveMedian, tier, humanRank: humanRank ?? 0 }
    }
  }
}

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * Attempts by competition, each list by seed: the i-th report of a competition belongs to seed i, reports by file
 * name, inside a report by competition (the benchmark's aggregate_grading_reports.py).
 */
export function seedsOf<R extends ReportedResult>(reports: readonly ReportOfResults<R>[]): Map<string, R[]> {
  const bySeed = new Map<string, R[]>()
  for (const report of [...reports].sort((a, b) => byName(a.filename, b.filename)))
    for (const result of [...report.results].sort((a, b) => byName(a.competition, b.competition)))
      bySeed.set(result.competition, [...(bySeed.get(result.competition) ?? []), result])
  return bySeed
}

/** What one attempt adds to a measure, 0 to 100. */
export const POINTS: Record<Measure, (counted: Counted) => number> = {
  'any-medal': ({ tier }) => (tier === 'gold' || tier === 'silver' || tier === 'bronze' ? 100 : 0),
  gold: ({ tier }) => (tier === 'gold' ? 100 : 0),
  silver: ({ tier }) => (tier === 'silver' ? 100 : 0),
  bronze: ({ tier }) => (tier === 'bronze' ? 100 : 0),
  'above-median': ({ aboveMedian }) => (aboveMedian ? 100 : 0),
  valid: ({ valid }) => (valid ? 100 : 0),
  'human-rank': ({ humanRank }) => humanRank,
}

export type Aggregate = {
  /** Seeds that the means run over. */
  seeds: number
  /** Fewest and most attempts of a competition of the split. */
  fewest: number
  most: number
  /** Attempts that padding invented: each counts as nothing. */
  padded: number
  /** Ids of the split without a single attempt. */
  missing: string[]
  /** null: no seed covers the split. */
  measures: Record<Measure, MeanAndError> | null
}

/**
 * Percentages over the split for each seed, and their mean and standard error. The number of seeds is the fewest
 * attempts of a competition of the split, or with `pad` the most, gaps counting as nothing.
 */
export function aggregate(
  bySeed: ReadonlyMap<string, readonly ReportedResult[]>,
  split: readonly string[],
  options: { pad: boolean },
): Aggregate {
  const counts = split.map((id) => bySeed.get(id)?.length ?? 0)
  const fewest = counts.length === 0 ? 0 : Math.min(...counts)
  const most = Math.max(0, ...counts)
  const wanted = options.pad ? most : fewest
  const perSeed: Counted[][] = []
  for (let seed = 0; seed < wanted; seed++)
    perSeed.push(
      split.flatMap((id) => {
        const result = bySeed.get(id)?.[seed]
        const counted = result === undefined ? NOTHING : countedOf(result)
        return counted === null ? [] : [counted]
      }),
    )
  // A seed of which everything was excluded has no percentage.
  const seeds = perSeed.filter((counted) => counted.length > 0)
  const padded = counts.reduce((sum, count) => sum + Math.max(0, wanted - count), 0)
  const missing = split.filter((id) => !bySeed.has(id))
  return { seeds: seeds.length, fewest, most, padded, missing, measures: measuresOf(seeds) }
}

function measuresOf(seeds: readonly (readonly Counted[])[]): Aggregate['measures'] {
  if (seeds.length === 0) return null
  const of = (measure: Measure): MeanAndError =>
    estimateOf(
      seeds.map((counted) => counted.reduce((sum, one) => sum + POINTS[measure](one), 0) / counted.length),
    )
  return {
    'any-medal': of('any-medal'),
    gold: of('gold'),
    silver: of('silver'),
    bronze: of('bronze'),
    'above-median': of('above-median'),
    valid: of('valid'),
    'human-rank': of('human-rank'),
  }
}
