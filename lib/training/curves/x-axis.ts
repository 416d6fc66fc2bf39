import { hasDate } from '#lib/domain/instant.ts'
import type { MetricColumns } from '#lib/training/metric-chunk.ts'

export type XAxis =
  | { kind: 'step' }
  /** Milliseconds since 1970. */
  | { kind: 'wall' }
  /** Seconds since a moment, the run's first point. */
  | { kind: 'relative'; startMs: number }
  /** Another metric of the same run, as it was known at or before the step. */
  | { kind: 'metric'; known: MetricColumns }

const dated = (time: number) => (hasDate(time) ? time : Number.NaN)

/** Where each point stands on the axis; NaN where the source cannot tell. */
export function xOf({ steps, values, times }: MetricColumns, axis: XAxis): Float64Array {
  switch (axis.kind) {
    case 'step':
      return steps
    case 'wall':
      return times?.map(dated) ?? new Float64Array(values.length).fill(Number.NaN)
    case 'relative':
      return times === null
        ? new Float64Array(values.length).fill(Number.NaN)
        : times.map((time) => (dated(time) - axis.startMs) / 1000)
    case 'metric':
      return knownAt(steps, axis.known)
  }
}

/** Latest finite value at or before each step; both rise. */
function knownAt(steps: Float64Array, known: MetricColumns): Float64Array {
  const out = new Float64Array(steps.length)
  let at = 0
  let latest = Number.NaN
  for (let i = 0; i < steps.length; i++) {
    while (at < known.steps.length && (known.steps[at] ?? 0) <= (steps[i] ?? 0)) {
      const value = known.values[at++] ?? Number.NaN
      if (Number.isFinite(value)) latest = value
    }
    out[i] = latest
  }
  return out
}

/** A line ready to be drawn: x rises (weakly), `raw` is null where nothing was smoothed. */
export type PlacedLine = { x: Float64Array; y: Float64Array; raw: Float64Array | null }

/** Leaves out points without a place and sorts by place where the axis goes back; equal places keep their order. */
export function placeLine(x: Float64Array, y: Float64Array, raw: Float64Array | null): PlacedLine {
  const known = x.findIndex(Number.isFinite)
  const tail = known < 0 ? x.subarray(x.length) : x.subarray(known)
  if (rises(tail)) {
    const start = x.length - tail.length
    return { x: tail, y: y.subarray(start), raw: raw === null ? null : raw.subarray(start) }
  }
  const order = Array.from(x.keys()).filter((index) => Number.isFinite(x[index]))
  order.sort((a, b) => (x[a] ?? 0) - (x[b] ?? 0) || a - b)
  const pick = (from: Float64Array) => Float64Array.from(order, (index) => from[index] ?? Number.NaN)
  return { x: pick(x), y: pick(y), raw: raw === null ? null : pick(raw) }
}

function rises(x: Float64Array): boolean {
  for (let i = 0; i < x.length; i++)
    if (!((x[i] ?? 0) >= (x[i - 1] ?? Number.NEGATIVE_INFINITY))) return false
  return true
}
