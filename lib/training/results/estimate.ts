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
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  if (n < 2) return { mean, sem: null, low: null, high: null, perSeed: [...values] }
  const sem = Math.sqrt(squares / (n - 1)) / Math.sqrt(n)
  return { mean, sem, low: mean - Z95 * sem, high: mean + Z95 * sem, perSeed: [...values] }
}
