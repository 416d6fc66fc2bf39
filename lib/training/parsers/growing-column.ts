import type { MetricColumns } from '#lib/training/metric-chunk.ts'

/** Points of one metric while they arrive. */
export type GrowingColumn = {
  push(step: number, value: number, timeMs: number | null): void
  /** True where a point of this step stands. */
  has(step: number): boolean
  readonly maxStep: number
  /** The columns, cut to their length; `times` only where every point had one. */
  finish(): MetricColumns
}

const FIRST = 64

function doubled(column: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const next = new Float64Array(column.length * 2)
  next.set(column)
  return next
}

/** First place in the rising `steps[0..length)` that is at least `step`. */
function placeOf(steps: Float64Array, length: number, step: number): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((steps[middle] ?? 0) < step) low = middle + 1
    else high = middle
  }
  return low
}

export function growingColumn(): GrowingColumn {
  let steps = new Float64Array(FIRST)
  let values = new Float64Array(FIRST)
  let times: Float64Array<ArrayBuffer> | null = new Float64Array(FIRST)
  let length = 0
  let rises = true
  let maxStep = Number.NEGATIVE_INFINITY
  // Only a metric whose steps do not rise needs an index.
  let seen: Set<number> | null = null
  return {
    push(step, value, timeMs) {
      if (length === steps.length) {
        steps = doubled(steps)
        values = doubled(values)
        times = times === null ? null : doubled(times)
      }
      if (step < maxStep) rises = false
      steps[length] = step
      values[length] = value
      if (timeMs === null) times = null
      else if (times !== null) times[length] = timeMs
      length++
      if (step > maxStep) maxStep = step
      seen?.add(step)
    },
    has(step) {
      if (step > maxStep) return false
      if (rises) return steps[placeOf(steps, length, step)] === step && length > 0
      seen ??= new Set(steps.subarray(0, length))
      return seen.has(step)
    },
    get maxStep() {
      return maxStep
    },
    finish: () => ({
      steps: steps.slice(0, length),
      values: values.slice(0, length),
      times: times?.slice(0, length) ?? null,
    }),
  }
}
