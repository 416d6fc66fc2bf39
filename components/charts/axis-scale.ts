/** Where a value stands on an axis, as a share of its length from the start; and the ticks of that axis. Pure. */

/** Share of a logarithmic axis that values at or below zero are shown in, and the empty strip above it. */
export const GUTTER = 0.1
const GUTTER_GAP = 0.03
/** Beyond this, differences overflow. */
const LARGEST = 8e307

export type AxisScale =
  | { kind: 'linear'; low: number; high: number }
  | { kind: 'log'; low: number; high: number; start: number }
export type Extent = { low: number; high: number }
export type AxisTick = { at: number; value: number }

const clamped = (value: number): number => Math.min(LARGEST, Math.max(-LARGEST, value))

/** Smallest and largest finite value of several columns; null where there is none. */
export function extentOf(
  columns: Iterable<ArrayLike<number>>,
  keep: (value: number) => boolean = () => true,
) {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const column of columns)
    for (let at = 0; at < column.length; at += 1) {
      const value = column[at] ?? Number.NaN
      if (!Number.isFinite(value) || !keep(value)) continue
      if (value < low) low = value
      if (value > high) high = value
    }
  return low <= high ? { low, high } : null
}

/** A linear axis around the extent with a margin (a share of the span) on both sides; equal values get room. */
export function linearScale(extent: Extent | null, margin = 0): AxisScale {
  const low = clamped(extent?.low ?? 0)
  const high = clamped(extent?.high ?? 1)
  const span = high - low
  const room = span > 0 ? span * margin : Math.abs(low) * 0.1
  // A constant zero stands on its axis; between -1 and 1 it would look like a finding.
  const wide =
    room === 0 && span === 0 ? { low: 0, high: 1 } : { low: clamped(low - room), high: clamped(high + room) }
  // Neighbouring doubles: no room can be told apart from none.
  return { kind: 'linear', ...(wide.low < wide.high ? wide : { low: low - 1, high: high + 1 }) }
}

/**
 * A logarithmic axis over positive values. `gutter` keeps its lowest tenth for values at or below zero, which
 * have no logarithm: they are shown there, never as 1 or as the smallest value.
 */
export function logScale(positive: Extent | null, gutter: boolean): AxisScale {
  const low = Math.log10(positive?.low ?? 0.1)
  const high = Math.log10(positive?.high ?? 10)
  const room = high > low ? (high - low) * 0.04 : 0.5
  return { kind: 'log', low: low - room, high: high + room, start: gutter ? GUTTER + GUTTER_GAP : 0 }
}

/** Share of the axis; values that a logarithm has no place for are in the middle of the gutter. */
export function positionOf(scale: AxisScale, value: number): number {
  if (scale.kind === 'linear') {
    // Halves first: the difference of two huge doubles overflows.
    const span = scale.high / 2 - scale.low / 2
    return (clamped(value) / 2 - scale.low / 2) / span
  }
  if (value <= 0) return GUTTER / 2
  return scale.start + ((Math.log10(value) - scale.low) / (scale.high - scale.low)) * (1 - scale.start)
}

/** The value at a share of a linear axis. */
export function valueAt(scale: Extent, share: number): number {
  return scale.low + (scale.high - scale.low) * share
}

/** A step of 1, 2 or 5 times a power of ten that cuts the span into about `count` parts. */
function niceStep(span: number, count: number): number {
  const rough = span / Math.max(1, count)
  const power = 10 ** Math.floor(Math.log10(rough))
  const nice = [1, 2, 5, 10].find((step) => step * power >= rough * 0.999) ?? 10
  return nice * power
}

/** Multiples of the step inside the span, both ends included. */
export function multiples({ low, high }: Extent, step: number, most = 50): number[] {
  const values: number[] = []
  const first = Math.ceil(low / step - 1e-9)
  for (let at = first; at * step <= high + step * 1e-9 && values.length < most; at += 1) {
    // Cuts the tail of 0.30000000000000004.
    values.push(Number((at * step).toPrecision(12)))
  }
  return values
}

/** Round values inside the axis. A logarithmic one has powers of ten, and 2 and 5 between few of them. */
export function ticksOf(scale: AxisScale, count: number): AxisTick[] {
  const values = scale.kind === 'linear' ? linearTicks(scale, count) : logTicks(scale, count)
  return values.map((value) => ({ value, at: positionOf(scale, value) }))
}

function linearTicks(scale: Extent, count: number): number[] {
  const step = niceStep(Math.max(scale.high / 2 - scale.low / 2, Number.MIN_VALUE) * 2, count)
  return Number.isFinite(step) && step > 0 ? multiples(scale, step) : [scale.low, scale.high]
}

function logTicks(scale: Extent, count: number): number[] {
  const decades = scale.high - scale.low
  if (decades < 0.5)
    return linearTicks({ low: 10 ** scale.low, high: 10 ** scale.high }, count).filter((value) => value > 0)
  const every = Math.max(1, Math.ceil(decades / count))
  const mantissas = decades < count / 2 ? [1, 2, 5] : [1]
  const values: number[] = []
  for (let power = Math.floor(scale.low); power <= scale.high; power += 1) {
    if (power % every !== 0) continue
    for (const mantissa of mantissas) values.push(Number((mantissa * 10 ** power).toPrecision(12)))
  }
  return values.filter((value) => {
    const log = Math.log10(value)
    return log >= scale.low && log <= scale.high
  })
}
