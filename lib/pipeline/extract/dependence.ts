import { mean, ranksOf, round } from '#lib/pipeline/extract/spread.ts'

/** A column over the rows in which it and the target are filled: numbers by their rank, all else by their level. */
export type Given =
  | { kind: 'ordered'; values: readonly number[] }
  | { kind: 'levels'; values: readonly string[] }
export type Dependence = { dependence: number; monotone: boolean | null }

/** Bins of a column of numbers: fine enough for a hump, coarse enough for the rows of a small task. */
const BINS = 6
/** Levels with fewer rows are taken together: alone they would explain everything. */
const LEAST_ROWS = 4
/** A line that explains so much of what any curve does is the whole of it. */
const LINE = 0.8

function groupsOf(given: Given): string[] {
  if (given.kind === 'ordered') {
    const ranks = ranksOf(given.values)
    return ranks.map((rank) => String(Math.floor((rank * BINS) / given.values.length)))
  }
  const counts = new Map<string, number>()
  for (const value of given.values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return given.values.map((value) => ((counts.get(value) ?? 0) < LEAST_ROWS ? '' : `=${value}`))
}

/** Variance of one column of the target that its mean in each group explains, and all of it. */
function explained(groups: readonly string[], target: readonly number[]): { between: number; all: number } {
  const centre = mean(target)
  const sums = new Map<string, { sum: number; count: number }>()
  for (const [at, group] of groups.entries()) {
    const { sum, count } = sums.get(group) ?? { sum: 0, count: 0 }
    sums.set(group, { sum: sum + (target[at] ?? 0), count: count + 1 })
  }
  const between = [...sums.values()].reduce(
    (total, { sum, count }) => total + count * (sum / count - centre) ** 2,
    0,
  )
  return { between, all: target.reduce((total, value) => total + (value - centre) ** 2, 0) }
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [centreA, centreB] = [mean(a), mean(b)]
  const sum = (of: (at: number) => number) => a.reduce((total, _, at) => total + of(at), 0)
  const [da, db] = [(at: number) => (a[at] ?? 0) - centreA, (at: number) => (b[at] ?? 0) - centreB]
  const scale = Math.sqrt(sum((at) => da(at) ** 2) * sum((at) => db(at) ** 2))
  return scale === 0 ? 0 : sum((at) => da(at) * db(at)) / scale
}

/**
 * How much of a target one column tells by itself. `target`: ranks of numbers, or one column of 0 and 1 a class;
 * `order`: the target as numbers where it has an order.
 */
export function dependenceOf(
  given: Given,
  target: readonly (readonly number[])[],
  order: readonly number[] | null,
): Dependence {
  const rows = given.values.length
  const groups = groupsOf(given)
  const kinds = new Set(groups).size
  const none: Dependence = { dependence: 0, monotone: null }
  if (kinds < 2 || rows <= kinds + 2) return none
  const parts = target.map((column) => explained(groups, column))
  const all = parts.reduce((sum, part) => sum + part.all, 0)
  if (all === 0) return none
  const share = parts.reduce((sum, part) => sum + part.between, 0) / all
  // Groups explain something by chance, the more the more there are.
  const corrected = Math.max(0, 1 - ((1 - share) * (rows - 1)) / (rows - kinds))
  const dependence = round(Math.sqrt(corrected))
  if (given.kind === 'levels' || order === null || dependence === 0) return { dependence, monotone: null }
  const line = correlation(ranksOf(given.values), ranksOf(order)) ** 2
  return { dependence, monotone: line >= LINE * share }
}
