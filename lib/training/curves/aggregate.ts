import type { Random } from '#lib/domain/random.ts'

export type Aggregate = 'mean' | 'median' | 'iqm'

function mean(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}

/**
 * Mean of the middle half. Where a quarter is not a whole number of values, the outermost ones that stay count in part:
 * of three values the middle one counts whole, the others a quarter each.
 */
function interquartileMean(sorted: Float64Array): number {
  const quarter = sorted.length / 4
  let sum = 0
  for (let i = 0; i < sorted.length; i++) {
    const low = Math.max(i, quarter)
    const high = Math.min(i + 1, sorted.length - quarter)
    if (high > low) sum += (sorted[i] ?? 0) * (high - low)
  }
  return sum / (sorted.length - 2 * quarter)
}

/** One value for several; `values` may be reordered. At least one value. */
export function aggregateOf(values: Float64Array, aggregate: Aggregate): number {
  if (aggregate === 'mean') return mean(values)
  values.sort()
  if (aggregate === 'iqm') return interquartileMean(values)
  const half = values.length >>> 1
  const upper = values[half] ?? Number.NaN
  return values.length % 2 === 1 ? upper : ((values[half - 1] ?? Number.NaN) + upper) / 2
}

const RESAMPLES = 500
const TAIL = 0.025

/**
 * Bootstrap 95 % intervals (percentile method, 500 resamples). Which runs a resample takes is drawn once for each
 * number of runs, not at each x, so that a band does not flicker along the axis.
 */
export function createBootstrap(random: Random, aggregate: Aggregate) {
  const drawn = new Map<number, Int32Array>()
  const drawsOf = (n: number): Int32Array => {
    const known = drawn.get(n)
    if (known !== undefined) return known
    const draws = Int32Array.from({ length: RESAMPLES * n }, () => Math.floor(random() * n))
    drawn.set(n, draws)
    return draws
  }
  return (values: Float64Array): { low: number; high: number } => {
    const n = values.length
    const draws = drawsOf(n)
    const outcomes = new Float64Array(RESAMPLES)
    const resample = new Float64Array(n)
    for (let at = 0; at < RESAMPLES; at++) {
      for (let i = 0; i < n; i++) resample[i] = values[draws[at * n + i] ?? 0] ?? 0
      outcomes[at] = aggregateOf(resample, aggregate)
    }
    outcomes.sort()
    const rank = Math.floor(TAIL * RESAMPLES)
    return { low: outcomes[rank] ?? Number.NaN, high: outcomes[RESAMPLES - 1 - rank] ?? Number.NaN }
  }
}
export type Bootstrap = ReturnType<typeof createBootstrap>
