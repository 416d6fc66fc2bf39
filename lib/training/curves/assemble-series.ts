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

/** `compare` as a sort of all places; most series are in order already and pay for no sort. */
function sorted(length: number, compare: (a: number, b: number) => number): Int32Array {
  const order = new Int32Array(length)
  for (let i = 0; i < length; i++) order[i] = i
  for (let i = 1; i < length; i++) if (compare(i - 1, i) > 0) return order.sort(compare)
  return order
}

/** Time or segment first: the order of points that all stand at one step. */
function byTime({ steps, times, segments }: Joined): Int32Array {
  const first = times ?? segments
  return sorted(steps.length, (a, b) => (first[a] ?? 0) - (first[b] ?? 0) || a - b)
}

/** Segments from the oldest on: by their first time, so that files may come in any order, else by number. */
function oldestFirst({ times, segments }: Joined): (segment: number) => number {
  const begins = new Map<number, number>()
  for (let i = 0; i < segments.length; i++) {
    const segment = segments[i] ?? 0
    const time = times?.[i] ?? 0
    if (time < (begins.get(segment) ?? Number.POSITIVE_INFINITY)) begins.set(segment, time)
  }
  const ordered = [...begins].sort(([a, first], [b, second]) => first - second || a - b)
  const ranks = new Map(ordered.map(([segment], rank) => [segment, rank]))
  return (segment) => ranks.get(segment) ?? 0
}

/** Segment, step, time, arrival: of the points of a step the last one was written last. */
function byStep(joined: Joined): Int32Array {
  const { steps, times, segments } = joined
  const rankOf = oldestFirst(joined)
  return sorted(
    steps.length,
    (a, b) =>
      rankOf(segments[a] ?? 0) - rankOf(segments[b] ?? 0) ||
      (steps[a] ?? 0) - (steps[b] ?? 0) ||
      (times?.[a] ?? 0) - (times?.[b] ?? 0) ||
      a - b,
  )
}

/** One segment's places by step: what holds, and under it earlier writes of the same steps, a layer a write. */
type Layers = { holds: number[]; under: number[][] }

function layersOf(joined: Joined, order: Int32Array): Layers {
  const { steps, values, times } = joined
  const layers: Layers = { holds: [], under: [] }
  for (let i = 0; i < order.length; ) {
    const step = steps[order[i] ?? 0]
    if (steps[order[i + 1] ?? -1] !== step) {
      layers.holds.push(order[i++] ?? 0)
      continue
    }
    const writes = new Map<string, number>()
    for (; i < order.length && steps[order[i] ?? 0] === step; i++) {
      const index = order[i] ?? 0
      const write = `${values[index]} ${times?.[index]}`
      writes.delete(write)
      writes.set(write, index)
    }
    const indices = [...writes.values()]
    layers.holds.push(indices.pop() ?? 0)
    for (const [depth, index] of indices.entries()) {
      const layer = layers.under[depth]
      if (layer === undefined) layers.under.push([index])
      else layer.push(index)
    }
  }
  return layers
}

type Curve = { holds: number[]; superseded: number[][] }

/** A later segment goes over the curve from its first step on that says anything new. */
function resume(joined: Joined, { holds, superseded }: Curve, later: Layers): void {
  const { steps } = joined
  const stepOf = (index: number | undefined) => steps[index ?? 0] ?? 0
  const isKnown = (index: number) => {
    const held = holds[placeOf(holds, stepOf, stepOf(index))]
    return held !== undefined && isRepetition(joined, held, index)
  }
  const fresh = later.holds.findIndex((index) => !isKnown(index))
  if (fresh >= 0) {
    const next = later.holds.slice(fresh)
    const repeated = new Set(next.filter(isKnown).map(stepOf))
    const gone = holds.splice(placeOf(holds, stepOf, stepOf(next[0])))
    const piece = gone.filter((index) => !repeated.has(stepOf(index)))
    if (piece.length > 0) superseded.push(piece)
    for (const index of next) holds.push(index)
  }
  for (const piece of later.under) superseded.push(piece)
}

/** First place in `holds` whose step is at least `step`. */
function placeOf(holds: readonly number[], stepOf: (index: number | undefined) => number, step: number) {
  let low = 0
  let high = holds.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (stepOf(holds[middle]) < step) low = middle + 1
    else high = middle
  }
  return low
}

function sameStep({ steps }: MetricColumns): boolean {
  for (let i = 1; i < steps.length; i++) if (steps[i] !== steps[0]) return false
  return true
}

/** Where each segment ends in an order that has them one after the other. */
function* segmentsOf({ segments }: Joined, order: Int32Array): Generator<Int32Array> {
  for (let from = 0; from < order.length; ) {
    let to = from
    while (to < order.length && segments[order[to] ?? 0] === segments[order[from] ?? 0]) to++
    yield order.subarray(from, to)
    from = to
  }
}

/**
 * The curve of a series from its chunks in order of arrival. Inside a segment every step is kept, however late it
 * comes, and the last write of a step holds: evaluations run beside the training, and several processes write one
 * metric. Only a later segment, a resume, supersedes what stood from its first step on. A point that is there
 * already is a repetition and is dropped.
 */
export function assembleSeries(chunks: readonly ArrivedChunk[]): AssembledSeries {
  const joined = join(chunks)
  const { steps, values, times } = joined
  if (risesStrictly(steps)) return { points: { steps, values, times }, superseded: [] }
  // A client that never names a step logs everything at one: those points follow each other by time.
  if (sameStep(joined)) return { points: withoutRepetitions(joined, byTime(joined)), superseded: [] }
  const curve: Curve = { holds: [], superseded: [] }
  for (const order of segmentsOf(joined, byStep(joined))) resume(joined, curve, layersOf(joined, order))
  return {
    points: gather(joined, curve.holds),
    superseded: curve.superseded.map((piece) => gather(joined, piece)),
  }
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
