import type { Tx } from '#lib/db/client.ts'
import { lockSeries } from '#lib/services/training/lock-series.ts'
import { countStored, insertChunks, type KeyedChunk } from '#lib/services/training/store-chunks.ts'
import type { MetricColumns } from '#lib/training/metric-chunk.ts'
import { splitSeries } from '#lib/training/split-series.ts'

/** Points of one metric in order of arrival. `segment` grows with each file or resume; live logging stays at 0. */
export type SeriesBatch = { key: string; segment?: number; columns: MetricColumns }
/**
 * Points that are new, and points of chunks that were there already. `mergeDue`: a metric has just gathered enough
 * small chunks to merge; the caller enqueues `metrics.compact` with the run's id, or leaves it to the reconciler.
 */
export type Appended = { stored: number; repeated: number; mergeDue: boolean }

/**
 * Appends points to the metrics of a run inside the caller's transaction, in three to five statements whatever the number of
 * metrics. A batch that is sent again is stored once: equal chunks have equal digests. Metrics are locked in the
 * order of their keys, so that writers of one run wait for each other and never deadlock.
 */
export async function appendPoints(
  tx: Tx,
  runId: string,
  batches: readonly SeriesBatch[],
): Promise<Appended> {
  const filled = batches.filter(({ columns }) => columns.values.length > 0)
  if (filled.length === 0) return { stored: 0, repeated: 0, mergeDue: false }
  const idOf = await lockSeries(tx, runId, [...new Set(filled.map(({ key }) => key))])
  const chunks: KeyedChunk[] = filled.flatMap(({ key, segment = 0, columns }) =>
    splitSeries(columns).map((chunk) => ({ ...chunk, seriesId: idOf(key), segment })),
  )
  const stored = await insertChunks(tx, chunks)
  const mergeDue = await countStored(tx, stored)
  const sum = (list: readonly KeyedChunk[]) => list.reduce((total, { packed }) => total + packed.count, 0)
  return { stored: sum(stored), repeated: sum(chunks) - sum(stored), mergeDue }
}
