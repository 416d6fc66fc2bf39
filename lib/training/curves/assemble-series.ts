import type { MetricColumns } from '#lib/training/metric-chunk.ts'

/** A chunk as it arrived; `segment` grows with each file or resume that logs into the series. */
export type ArrivedChunk = { segment: number; columns: MetricColumns }
export type AssembledSeries = {
  /** The curve that holds: steps rise strictly, unless the source has but one step (then points rise by time). */
  points: MetricColumns
  /** What resumes wrote over, oldest first; steps rise strictly inside each piece. */
  superseded: MetricColumns[]
}

type Joined = MetricColumns & { segments: Int32Array }

function join(chunks: readonly ArrivedChunk[]): Joined {
  const total = chunks.reduce((sum, { columns }) => sum + columns.values.length, 0)
  const timed = chunks.every(({ columns }) => columns.times !== null)
  const joined: Joined = {
    steps: new Float64Array(total),
    values: new Float64Array(total),
    times: timed ? new Float64Array(total) : null,
    segments: new Int32Array(total),
  }
  let at = 0
  for (const { segment, columns } of chunks) {
    joined.steps.set(columns.steps, at)
    joined.values.set(columns.values, at)
    if (columns.times !== null) joined.times?.set(columns.times, at)
    joined.segments.fill(segment, at, at + columns.values.length)
    at += columns.values.length
  }
  return joined
}

/** The points at `indices`, in their order. */
export function gather(columns: MetricColumns, indices: ArrayLike<number>): MetricColumns {
  const pick = (from: Float64Array) => {
    const out = new Float64Array(indices.length)
    for (let i = 0; i < out.length; i++) out[i] = from[indices[i] ?? 0] ?? Number.NaN
    return out
  }
  return {
    steps: pick(columns.steps),
    values: pick(columns.values),
    times: columns.times === null ? null : pick(columns.times),
  }
}

export function risesStrictly(numbers: Float64Array): boolean {
  for (let i = 1; i < numbers.length; i++) if (!((numbers[i] ?? 0) > (numbers[i - 1] ?? 0))) return false
  return true
}

/** Time or segment first; at one instant a run does not resume, so steps of one instant stand in their order. */
function orderOf({ steps, times, segments }: Joined): Int32Array {
  const first = times ?? segments
  const compare = (a: number, b: number) =>
    (first[a] ?? 0) - (first[b] ?? 0) || (steps[a] ?? 0) - (steps[b] ?? 0) || a - b
  const order = new Int32Array(steps.length)
  for (let i = 0; i < order.length; i++) order[i] = i
  for (let i = 1; i < order.length; i++) if (compare(i - 1, i) > 0) return order.sort(compare)
  return order
}

/** First place in `kept[0..length)` whose step is at least `step`. */
function placeOf(kept: Int32Array, length: number, steps: Float64Array, step: number): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((steps[kept[middle] ?? 0] ?? 0) < step) low = middle + 1
    else high = middle
  }
  return low
}

function sameStep({ steps }: MetricColumns): boolean {
  for (let i = 1; i < steps.length; i++) if (steps[i] !== steps[0]) return false
  return true
}

/**
 * The curve of a series from its chunks in order of arrival. With times, points stand in order of time; without,
 * in order of step inside a segment, and a later segment goes over an earlier one. A step that goes back is a resume:
 * what stood from that step on is superseded. A point that stands there already is a repetition and is dropped.
 */
export function assembleSeries(chunks: readonly ArrivedChunk[]): AssembledSeries {
  const joined = join(chunks)
  const { steps, values, times } = joined
  if (risesStrictly(steps)) return { points: { steps, values, times }, superseded: [] }
  const order = orderOf(joined)
  // A client that never names a step logs everything at one: those points follow each other by time.
  if (sameStep(joined)) return { points: withoutRepetitions(joined, order), superseded: [] }
  const kept = new Int32Array(order.length)
  const superseded: MetricColumns[] = []
  let length = 0
  for (const index of order) {
    const step = steps[index] ?? 0
    if (length > 0 && step <= (steps[kept[length - 1] ?? 0] ?? 0)) {
      const place = placeOf(kept, length, steps, step)
      if (isRepetition(joined, kept[place] ?? 0, index)) continue
      superseded.push(gather(joined, kept.subarray(place, length)))
      length = place
    }
    kept[length++] = index
  }
  return { points: gather(joined, kept.subarray(0, length)), superseded }
}

function isRepetition({ steps, values, times }: MetricColumns, a: number, b: number): boolean {
  return steps[a] === steps[b] && Object.is(values[a], values[b]) && times?.[a] === times?.[b]
}

function withoutRepetitions(joined: Joined, order: Int32Array): MetricColumns {
  const kept: number[] = []
  for (const index of order) {
    const last = kept.at(-1)
    if (last === undefined || joined.times === null || !isRepetition(joined, last, index)) kept.push(index)
  }
  return gather(joined, kept)
}
