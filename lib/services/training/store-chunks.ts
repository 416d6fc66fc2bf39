import type { Tx } from '#lib/db/client.ts'
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

type Counted = { points: number; nonFinite: number; latest: LatestPoint }

/** Adds what was stored to the counters and the latest value of its metrics, whose rows the caller has locked. */
export async function countStored(tx: Tx, stored: readonly KeyedChunk[]): Promise<void> {
  if (stored.length === 0) return
  const sums = new Map<bigint, Counted>()
  for (const { seriesId, packed, nonFinite, latest } of stored) {
    const held = sums.get(seriesId) ?? { points: 0, nonFinite: 0, latest }
    sums.set(seriesId, {
      points: held.points + packed.count,
      nonFinite: held.nonFinite + nonFinite,
      latest: isLater(latest, held.latest) ? latest : held.latest,
    })
  }
  const list = [...sums.values()]
  await tx.$executeRaw`
    update metric_series s set points = s.points + n.points, "nonFinite" = s."nonFinite" + n.non_finite,
      "lastStep" = case when n.later then n.step else s."lastStep" end,
      "lastValue" = case when n.later then n.value else s."lastValue" end,
      "lastTimeMs" = case when n.later then n.time else s."lastTimeMs" end
    from (
      select new.*, held."lastStep" is null or (new.step, coalesce(new.time, -1))
        >= (held."lastStep", coalesce(held."lastTimeMs", -1)) as later
      from unnest(${[...sums.keys()]}::bigint[], ${list.map((one) => one.points)}::bigint[],
        ${list.map((one) => one.nonFinite)}::bigint[], ${list.map(({ latest }) => latest.step)}::bigint[],
        ${list.map(({ latest }) => (Number.isFinite(latest.value) ? latest.value : null))}::float8[],
        ${list.map(({ latest }) => latest.timeMs)}::bigint[]
      ) as new(id, points, non_finite, step, value, time) join metric_series held on held.id = new.id
    ) n where s.id = n.id`
}
