// One definition of each figure. All take at least one value; of none they are NaN.

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** Of the whole population (ddof 0). */
export function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values)
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)))
}

/** Standard error of the mean: sample deviation (ddof 1) over the root of n; null of one value. */
export function standardErrorOf(values: readonly number[]): number | null {
  const n = values.length
  if (n < 2) return null
  const mean = meanOf(values)
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return Math.sqrt(squares / (n - 1)) / Math.sqrt(n)
}

const inOrder = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b)

/** The middle value, or the mean of the middle two. */
export function medianOf(values: readonly number[]): number {
  const sorted = inOrder(values)
  const half = sorted.length / 2
  const [below, above] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]]
  return ((below ?? Number.NaN) + (above ?? Number.NaN)) / 2
}

/** Linear interpolation between order statistics (numpy's default). `sorted` ascends; `share` lies in [0, 1]. */
export function quantileOf(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1)
  const below = Math.floor(place)
  const [a = Number.NaN, b = a] = [sorted[below], sorted[below + 1]]
  // Two equal ends need no arithmetic, which infinite ones do not survive.
  return a === b ? a : a + (b - a) * (place - below)
}

/** Nearest rank: always a value that was there. `sorted` ascends. */
export const nearestRankOf = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
