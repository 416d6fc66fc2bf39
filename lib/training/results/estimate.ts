/** Two-sided 95 % of the normal distribution, as the benchmark's script takes it. */
const Z95 = 1.96

export type MeanAndError = { mean: number; sem: number; low: number; high: number; perSeed: number[] }

/** Mean over seeds and its standard error (sample deviation, ddof 1, over the root of n; 0 for one seed); 95 % interval. */
export function estimateOf(values: readonly number[]): MeanAndError {
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const sem = n < 2 ? 0 : Math.sqrt(squares / (n - 1)) / Math.sqrt(n)
  return { mean, sem, low: mean - Z95 * sem, high: mean + Z95 * sem, perSeed: [...values] }
}
