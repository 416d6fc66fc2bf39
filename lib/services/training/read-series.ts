import type { ChunkRow, MetricReader } from '#lib/db/metric-reader.ts'
import {
  type ArrivedChunk,
  type AssembledSeries,
  assembleSeries,
} from '#lib/training/curves/assemble-series.ts'
import { unpackChunk } from '#lib/training/metric-chunk.ts'

/** Bytes that wait for their assembly stay below some megabytes. */
const SERIES_A_READ = 8

const toArrived = (row: ChunkRow): ArrivedChunk => ({ segment: row.segment, columns: unpackChunk(row) })

/** Whole series by id, put together from their chunks; `timed` names those whose times are needed on any account. */
export async function readSeries(
  metrics: MetricReader,
  ids: readonly string[],
  timed: ReadonlySet<string>,
): Promise<Map<string, AssembledSeries>> {
  const assembled = new Map<string, AssembledSeries>()
  for (let at = 0; at < ids.length; at += SERIES_A_READ) {
    const some = ids.slice(at, at + SERIES_A_READ)
    const rows = Map.groupBy(
      await metrics.read(
        some,
        some.filter((id) => timed.has(id)),
      ),
      ({ seriesId }) => seriesId,
    )
    // Steps that rise need no times to be put in order; most series never pay for theirs.
    const unsure = some.filter((id) => !timed.has(id) && !isInOrder(rows.get(id) ?? []))
    const again = Map.groupBy(await metrics.read(unsure, unsure), ({ seriesId }) => seriesId)
    for (const id of some)
      assembled.set(id, assembleSeries((again.get(id) ?? rows.get(id) ?? []).map(toArrived)))
  }
  return assembled
}

/** True where each chunk has even, rising steps and continues after the one before. */
function isInOrder(rows: readonly ChunkRow[]): boolean {
  let before = Number.NEGATIVE_INFINITY
  for (const { steps, count, firstStep, lastStep } of rows) {
    if (steps.byteLength > 0 || firstStep <= before || (count > 1 && lastStep <= firstStep)) return false
    before = lastStep
  }
  return true
}
