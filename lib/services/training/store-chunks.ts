import type { Tx } from '#lib/db/client.ts'
import { COMPACT_AT } from '#lib/services/training/tunables.ts'
import { CHUNK_POINTS } from '#lib/training/metric-chunk.ts'
import { isLater, type LatestPoint, type SeriesChunk } from '#lib/training/split-series.ts'

export type KeyedChunk = SeriesChunk & { seriesId: bigint; segment: number }

/** Most bytes of one statement; a file of many metrics takes several. */
const STATEMENT_BYTES = 16 * 2 ** 20
const COLUMNS = ['steps', 'values', 'times', 'digest'] as const

const bytesOf = ({ packed }: KeyedChunk) =>
  COLUMNS.reduce((sum, column) => sum + packed[column].byteLength, 0)
const nameOf = (seriesId: bigint, digest: Uint8Array) => `${seriesId}:${Buffer.from(digest).toString('hex')}`

/**
 * All packed columns travel as one run of bytes with the length of each part: one parameter instead of four a chunk.
 */
async function insertSome(tx: Tx, chunks: readonly KeyedChunk[]): Promise<KeyedChunk[]> {
  const parts = chunks.flatMap(({ packed }) => COLUMNS.map((column) => packed[column]))
  const lengths = (column: number) =>
    chunks.map((_, i) => parts[i * COLUMNS.length + column]?.byteLength ?? 0)
  const offsets: number[] = []
  let at = 1
  for (const [i, part] of parts.entries()) {
    if (i % COLUMNS.length === 0) offsets.push(at)
    at += part.byteLength
  }
  const rows = await tx.$queryRaw<{ seriesId: bigint; digest: Uint8Array }[]>`
    insert into metric_chunk ("seriesId", segment, count, "firstStep", "lastStep", steps, "values", times, digest)
    select series, segment, count, first, last,
      substring(data from start for a), substring(data from start + a for b),
      substring(data from start + a + b for c), substring(data from start + a + b + c for d)
    from (select ${Buffer.concat(parts)}::bytea as data) as all_parts, unnest(
      ${chunks.map((chunk) => chunk.seriesId)}::bigint[], ${chunks.map((chunk) => chunk.segment)}::int[],
      ${chunks.map(({ packed }) => packed.count)}::int[],
      ${chunks.map(({ packed }) => packed.firstStep)}::bigint[],
      ${chunks.map(({ packed }) => packed.lastStep)}::bigint[], ${offsets}::int[],
      ${lengths(0)}::int[], ${lengths(1)}::int[], ${lengths(2)}::int[], ${lengths(3)}::int[]
    ) with ordinality as chunk(series, segment, count, first, last, start, a, b, c, d, place)
    order by place
    on conflict ("seriesId", digest) do nothing returning "seriesId", digest`
  const stored = new Set(rows.map(({ seriesId, digest }) => nameOf(seriesId, digest)))
  // A chunk that stands twice in one call is stored, and counted, once.
  return chunks.filter(({ seriesId, packed }) => stored.delete(nameOf(seriesId, packed.digest)))
}

/** Stores chunks in their order; returns those that were not there before. */
export async function insertChunks(tx: Tx, chunks: readonly KeyedChunk[]): Promise<KeyedChunk[]> {
  const stored: KeyedChunk[] = []
  for (let from = 0; from < chunks.length; ) {
    let to = from
    for (let bytes = 0; to < chunks.length && bytes < STATEMENT_BYTES; to++)
      bytes += bytesOf(chunks[to] as KeyedChunk)
    stored.push(...(await insertSome(tx, chunks.slice(from, to))))
    from = to
  }
  return stored
}

type Counted = { points: number; nonFinite: number; latest: LatestPoint; loose: number }

/** What each metric gains by these chunks. */
function sumsOf(stored: readonly KeyedChunk[]): Map<bigint, Counted> {
  const sums = new Map<bigint, Counted>()
  for (const { seriesId, packed, nonFinite, latest } of stored) {
    const held = sums.get(seriesId) ?? { points: 0, nonFinite: 0, latest, loose: 0 }
    sums.set(seriesId, {
      points: held.points + packed.count,
      nonFinite: held.nonFinite + nonFinite,
      latest: isLater(latest, held.latest) ? latest : held.latest,
      loose: held.loose + (packed.count < CHUNK_POINTS ? 1 : 0),
    })
  }
  return sums
}

/**
 * Adds what was stored to the counters and the latest value of its metrics, whose rows the caller has locked. True
 * when one of them has just passed the number of small chunks at which they are merged.
 */
export async function countStored(tx: Tx, stored: readonly KeyedChunk[]): Promise<boolean> {
  const sums = sumsOf(stored)
  if (sums.size === 0) return false
  const list = [...sums.values()]
  const finite = ({ latest }: Counted) => Number.isFinite(latest.value)
  const rows = await tx.$queryRaw<{ passed: boolean }[]>`
    update metric_series s set points = s.points + n.points, "nonFinite" = s."nonFinite" + n.non_finite,
      "looseChunks" = s."looseChunks" + n.loose,
      "lastStep" = case when n.later then n.step else s."lastStep" end,
      "lastValue" = case when n.later then n.value else s."lastValue" end,
      "lastNonFinite" = case when n.later then n.word else s."lastNonFinite" end,
      "lastTimeMs" = case when n.later then n.time else s."lastTimeMs" end
    from (
      select new.*, held."lastStep" is null or (new.step, coalesce(new.time, -1))
        >= (held."lastStep", coalesce(held."lastTimeMs", -1)) as later
      from unnest(${[...sums.keys()]}::bigint[], ${list.map((one) => one.points)}::bigint[],
        ${list.map((one) => one.nonFinite)}::bigint[], ${list.map((one) => one.loose)}::int[],
        ${list.map(({ latest }) => latest.step)}::bigint[],
        ${list.map((one) => (finite(one) ? one.latest.value : null))}::float8[],
        ${list.map((one) => (finite(one) ? null : String(one.latest.value)))}::text[],
        ${list.map(({ latest }) => latest.timeMs)}::bigint[]
      ) as new(id, points, non_finite, loose, step, value, word, time) join metric_series held on held.id = new.id
    ) n where s.id = n.id
    returning s."looseChunks" >= ${COMPACT_AT} and s."looseChunks" - n.loose < ${COMPACT_AT} as passed`
  return rows.some(({ passed }) => passed)
}
