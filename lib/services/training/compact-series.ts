import type { Tx } from '#lib/db/client.ts'
import { COMPACT_KEEP } from '#lib/services/training/tunables.ts'
import { mergeColumns } from '#lib/training/merge-columns.ts'
import { CHUNK_POINTS, type MetricColumns, unpackChunk } from '#lib/training/metric-chunk.ts'
import { splitSeries } from '#lib/training/split-series.ts'

type Chunk = { id: bigint; segment: number; count: number; timeless: boolean }
type Counted = { points: number; nonFinite: number }

/** Neighbours in order of arrival that may become one: small, of one segment, not among the newest. */
function mergeable(chunks: readonly Chunk[]): Chunk[][] {
  const newest = chunks
    .map(({ id }) => id)
    .sort((a, b) => (a < b ? 1 : -1))
    .slice(0, COMPACT_KEEP)
  const groups: Chunk[][] = []
  let open: Chunk[] = []
  const close = () => {
    if (open.length > 1) groups.push(open)
    open = []
  }
  for (const chunk of chunks) {
    const last = open.at(-1)
    if (last && (last.segment !== chunk.segment || last.timeless !== chunk.timeless)) close()
    if (chunk.count < CHUNK_POINTS && !newest.includes(chunk.id)) open.push(chunk)
    else close()
  }
  close()
  return groups
}

const count = (parts: readonly MetricColumns[]): Counted => {
  const values = parts.flatMap((part) => [...part.values])
  return { points: values.length, nonFinite: values.filter((value) => !Number.isFinite(value)).length }
}

/** Puts merged chunks in the place of `group`, under its first ids, so that the order stays. Returns what is gone. */
async function replace(tx: Tx, seriesId: bigint, group: readonly Chunk[]): Promise<Counted> {
  const where = { id: { in: group.map(({ id }) => id) } }
  const rows = await tx.metricChunk.findMany({ where, orderBy: { id: 'asc' } })
  const parts = rows.map((row) =>
    unpackChunk({ ...row, firstStep: Number(row.firstStep), lastStep: Number(row.lastStep) }),
  )
  const before = count(parts)
  const after = { points: 0, nonFinite: 0 }
  await tx.metricChunk.deleteMany({ where })
  for (const [i, { packed, nonFinite }] of splitSeries(mergeColumns(parts).columns).entries()) {
    const row = rows[i]
    if (row === undefined) throw new Error('a merge made more chunks than it had')
    const { firstStep, lastStep, ...columns } = packed
    // A chunk that stands elsewhere in the series with the same points is a repetition as well.
    const { count: made } = await tx.metricChunk.createMany({
      data: [
        {
          ...columns,
          id: row.id,
          seriesId,
          segment: row.segment,
          firstStep: BigInt(firstStep),
          lastStep: BigInt(lastStep),
        },
      ],
      skipDuplicates: true,
    })
    after.points += made * packed.count
    after.nonFinite += made * nonFinite
  }
  return { points: before.points - after.points, nonFinite: before.nonFinite - after.nonFinite }
}

/**
 * Merges the small chunks of one metric into chunks of 4,096, in the caller's transaction. Segments and order of
 * arrival stay; exact repetitions go. Writers of the metric wait meanwhile, readers see it before or after. The
 * newest chunks are left, so that a batch that is sent again is still known.
 */
export async function compactSeries(tx: Tx, seriesId: bigint): Promise<void> {
  await tx.$queryRaw`select id from metric_series where id = ${seriesId} for no key update`
  const chunks = await tx.$queryRaw<Chunk[]>`
    select id, segment, count, octet_length(times) = 0 as timeless from metric_chunk
    where "seriesId" = ${seriesId} order by segment, id`
  const gone = { points: 0, nonFinite: 0 }
  for (const group of mergeable(chunks)) {
    const { points, nonFinite } = await replace(tx, seriesId, group)
    gone.points += points
    gone.nonFinite += nonFinite
  }
  await tx.metricSeries.update({
    where: { id: seriesId },
    data: {
      points: { decrement: gone.points },
      nonFinite: { decrement: gone.nonFinite },
      looseChunks: 0,
    },
    select: { id: true },
  })
}
