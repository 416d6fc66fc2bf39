import { table } from '#cli/table.ts'
import type { Difference, Estimate, RunComparison } from '#lib/contracts/compare-runs.ts'

const MEASURES = [
  { id: 'acceptance', title: 'acceptance', scale: 1, digits: 3 },
  { id: 'costPerVerified', title: 'USD a verified one', scale: 1_000_000, digits: 4 },
  { id: 'costPerApproved', title: 'USD an approved one', scale: 1_000_000, digits: 4 },
  { id: 'minutes', title: 'minutes, median', scale: 1, digits: 2 },
] as const
type Measure = (typeof MEASURES)[number]

function withEnds(
  { value, low, high }: { value: number; low: number | null; high: number | null },
  { scale, digits }: Measure,
): string {
  const words = (one: number | null) => (one === null ? '-' : (one / scale).toFixed(digits))
  return `${words(value)} [${words(low)}, ${words(high)}]`
}
const ofSide = (estimate: Estimate | null, measure: Measure): string =>
  estimate === null ? '-' : `${withEnds(estimate, measure)} of ${estimate.n}`

function gap(difference: Difference, measure: Measure): string {
  if (difference.kind === 'too-few' && difference.n >= difference.needed) return 'nothing to compare'
  if (difference.kind === 'too-few') return `too few (${difference.n} of ${difference.needed})`
  const words = withEnds(difference, measure)
  return difference.kind === 'separable' ? words : `${words} not separable`
}

/** The comparison as a table; brackets hold the 95 % interval, `-` where nothing bounds it. */
export function comparisonText({ a, b, differences }: RunComparison): string {
  const counts = (['judged', 'verified', 'approved', 'repeats'] as const).map((id) => ({
    measure: id,
    a: String(a[id]),
    b: String(b[id]),
    'b-a': '',
  }))
  const rows = MEASURES.map((measure) => ({
    measure: measure.title,
    a: ofSide(a[measure.id], measure),
    b: ofSide(b[measure.id], measure),
    'b-a': gap(differences[measure.id], measure),
  }))
  return table([...counts, ...rows], ['measure', 'a', 'b', 'b-a'], '')
}
