import { type Aggregate, aggregateOf, type Bootstrap } from '#lib/training/curves/aggregate.ts'
import { lowerBound, type Window } from '#lib/training/curves/sample-line.ts'
import type { PlacedLine } from '#lib/training/curves/x-axis.ts'

export type Band = {
  x: number[]
  middle: number[]
  /** Bootstrap 95 % interval of the middle over runs; the middle itself where one run is left. */
  low: number[]
  high: number[]
  /** Lowest and highest value of any run since the place before, unsmoothed. */
  min: number[]
  max: number[]
  /** Indices before which a place had no run with a finite value: the band is parted there. */
  breaks: number[]
  /** Runs at each place. */
  n: number[]
  shown: number
  total: number
  nonPositive: number
}
/** Numbers that each place of a band carries: middle, two of the interval, two of the extremes. */
export const VALUES_A_PLACE = 5

/** Places of all runs where they are few enough, else the ends of equal columns and the window's start. */
function gridOf(lines: readonly PlacedLine[], { from, to, columns }: Window): Float64Array {
  const places = new Set<number>()
  for (const { x } of lines) {
    const end = lowerBound(x, to, true)
    for (let i = lowerBound(x, from); i < end && places.size <= columns; i++) places.add(x[i] ?? 0)
  }
  if (places.size <= columns) return Float64Array.from(places).sort()
  return Float64Array.from({ length: columns + 1 }, (_, i) =>
    i === columns ? to : from + ((to - from) * i) / columns,
  )
}

type Member = { line: PlacedLine; next: number; end: number; first: number; last: number }

/**
 * One band over runs on a common grid. A run counts at a place with its latest value at or before it, if that value
 * is finite, and only between its own first and last place: a run that ended is never extended.
 */
export function drawBand(
  lines: readonly PlacedLine[],
  window: Window,
  { aggregate, bootstrap }: { aggregate: Aggregate; bootstrap: Bootstrap },
): Band {
  const members = lines.flatMap((line) => memberOf(line, window))
  const band: Band = {
    x: [],
    middle: [],
    low: [],
    high: [],
    min: [],
    max: [],
    breaks: [],
    n: [],
    ...noPoints(),
  }
  let isBroken = false
  for (const place of gridOf(lines, window)) {
    const extremes = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY }
    const values = Float64Array.from(members.flatMap((member) => advance(member, place, extremes, band)))
    if (values.length === 0) {
      isBroken = band.x.length > 0
      continue
    }
    if (isBroken) band.breaks.push(band.x.length)
    isBroken = false
    const [only = 0] = values
    const { low, high } = values.length === 1 ? { low: only, high: only } : bootstrap(values)
    band.x.push(place)
    band.n.push(values.length)
    band.low.push(low)
    band.high.push(high)
    band.min.push(Math.min(extremes.low, ...values))
    band.max.push(Math.max(extremes.high, ...values))
    band.middle.push(aggregateOf(values, aggregate))
  }
  const used = band.n.reduce((sum, n) => sum + n, 0)
  return { ...band, shown: Math.min(band.total, used) }
}

const noPoints = () => ({ shown: 0, total: 0, nonPositive: 0 })

function memberOf(line: PlacedLine, window: Window): Member[] {
  const { x } = line
  if (x.length === 0) return []
  const first = x[0] ?? 0
  const last = x[x.length - 1] ?? 0
  return [{ line, next: lowerBound(x, window.from), end: lowerBound(x, window.to, true), first, last }]
}

/** Takes a run's points up to a place in; its value there, or nothing. */
function advance(
  member: Member,
  place: number,
  extremes: { low: number; high: number },
  counts: Pick<Band, 'total' | 'nonPositive'>,
): number[] {
  const { x, y, raw } = member.line
  while (member.next < member.end && (x[member.next] ?? 0) <= place) {
    const value = y[member.next] ?? Number.NaN
    const extreme = (raw ?? y)[member.next++] ?? Number.NaN
    counts.total++
    if (!Number.isFinite(value)) continue
    if (value <= 0) counts.nonPositive++
    if (extreme < extremes.low) extremes.low = extreme
    if (extreme > extremes.high) extremes.high = extreme
  }
  if (place < member.first || place > member.last) return []
  const latest = y[member.next - 1] ?? Number.NaN
  return Number.isFinite(latest) ? [latest] : []
}
