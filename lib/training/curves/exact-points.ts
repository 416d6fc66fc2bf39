import type { ChartRun } from '#lib/training/curves/draw-curves.ts'
import { xOf } from '#lib/training/curves/x-axis.ts'
import type { MetricColumns } from '#lib/training/metric-chunk.ts'

/** A point as it was logged, with its place on the chart's axis. */
export type ExactPoint = {
  step: number
  /** Milliseconds since 1970; null where the source has no times. */
  timeMs: number | null
  x: number
  value: number
  /** A resume wrote over it. */
  superseded: boolean
}
type Range = { from?: number | undefined; to?: number | undefined }

const BATCH = 4096

/** Every point of a run in a range of the axis, in batches: superseded stretches first, then the curve that holds. */
export function* exactPoints({ series, axis }: ChartRun, range: Range): Generator<ExactPoint[]> {
  for (const piece of series.superseded) yield* batchesOf(piece, xOf(piece, axis), range, true)
  yield* batchesOf(series.points, xOf(series.points, axis), range, false)
}

function* batchesOf(
  { steps, values, times }: MetricColumns,
  x: Float64Array,
  { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY }: Range,
  superseded: boolean,
): Generator<ExactPoint[]> {
  let batch: ExactPoint[] = []
  for (let i = 0; i < values.length; i++) {
    const place = x[i] ?? Number.NaN
    // A point without a place on the axis is on no chart.
    if (!(place >= from && place <= to)) continue
    const value = values[i] ?? Number.NaN
    batch.push({ step: steps[i] ?? 0, timeMs: times?.[i] ?? null, x: place, value, superseded })
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
