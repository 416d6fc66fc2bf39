import { meanOf, standardErrorOf } from '#lib/domain/statistics.ts'

/** Two-sided 95 % of the normal distribution, as the benchmark's script takes it. */
const Z95 = 1.96

/** One seed has no error and no interval: both are null then. */
export type MeanAndError = {
  mean: number
  sem: number | null
  low: number | null
  high: number | null
  perSeed: number[]
}

/** Mean over seeds and its standard error (sample deviation, ddof 1, over the root of n); 95 % interval. */
export function estimateOf(values: readonly number[]): MeanAndError {
  const mean = meanOf(values)
  const sem = standardErrorOf(values)
  if (sem === null) return { mean, sem, low: null, high: null, perSeed: [...values] }
  return { mean, sem, low: mean - Z95 * sem, high: mean + Z95 * sem, perSeed: [...values] }
}
