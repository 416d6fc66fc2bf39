import { CHUNK_POINTS, type MetricColumns, type PackedChunk, packChunk } from '#lib/training/metric-chunk.ts'

/** The point that counts as a metric's latest: highest step, then latest time, then last to come. */
export type LatestPoint = { step: number; value: number; timeMs: number | null }
/** A chunk ready to be stored, with what its series counts of it. */
export type SeriesChunk = { packed: PackedChunk; nonFinite: number; latest: LatestPoint }

/** True where `next`, which came after `held`, takes its place as the latest. */
export const isLater = (next: LatestPoint, held: LatestPoint): boolean =>
  next.step > held.step ||
  (next.step === held.step && (next.timeMs ?? -Infinity) >= (held.timeMs ?? -Infinity))

function factsOf({ steps, values, times }: MetricColumns): Omit<SeriesChunk, 'packed'> {
  let nonFinite = 0
  let latest: LatestPoint | undefined
  for (let i = 0; i < values.length; i++) {
    const point = { step: steps[i] ?? 0, value: values[i] ?? Number.NaN, timeMs: times?.[i] ?? null }
    if (!Number.isFinite(point.value)) nonFinite++
    if (latest === undefined || isLater(point, latest)) latest = point
  }
  if (latest === undefined) throw new RangeError('a series without points has no latest one')
  return { nonFinite, latest }
}

/** Cuts columns into chunks of at most 4,096 points, in order of arrival; none for no points. */
export function splitSeries({ steps, values, times }: MetricColumns): SeriesChunk[] {
  const chunks: SeriesChunk[] = []
  for (let from = 0; from < values.length; from += CHUNK_POINTS) {
    const to = from + CHUNK_POINTS
    const part = {
      steps: steps.subarray(from, to),
      values: values.subarray(from, to),
      times: times?.subarray(from, to) ?? null,
    }
    chunks.push({ packed: packChunk(part), ...factsOf(part) })
  }
  return chunks
}
