import pg from 'pg'

/** A row of `metric_chunk` without what is not read. */
export type ChunkRow = {
  seriesId: string
  segment: number
  count: number
  firstStep: number
  lastStep: number
  steps: Uint8Array<ArrayBuffer>
  values: Uint8Array<ArrayBuffer>
  /** Empty where the source has no times, or where they were not asked for. */
  times: Uint8Array<ArrayBuffer>
}
/** Reads packed points in the binary form of the protocol: text would double their bytes and cost a decoding. */
export type MetricReader = {
  /** Chunks of these series in order of arrival; `times` of those series alone that `timed` names. */
  read(seriesIds: readonly string[], timed: readonly string[]): Promise<ChunkRow[]>
}

const BYTEA = 17
type Raw = Omit<ChunkRow, 'steps' | 'values' | 'times'> & { steps: Buffer; values: Buffer; times: Buffer }

const QUERY = `
  select "seriesId"::text as "seriesId", segment, count,
         "firstStep"::float8 as "firstStep", "lastStep"::float8 as "lastStep", steps, "values",
         case when "seriesId" = any($2::bigint[]) then times else ''::bytea end as times
  from metric_chunk where "seriesId" = any($1::bigint[]) order by "seriesId", id`

/** A copy that starts at a multiple of eight, so that it can be read as numbers. */
const aligned = (bytes: Buffer): Uint8Array<ArrayBuffer> => new Uint8Array(bytes)

const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  oid === BYTEA ? (value: unknown) => value : pg.types.getTypeParser(oid, format)

export function openMetricReader(pool: pg.Pool): MetricReader {
  return {
    async read(seriesIds, timed) {
      if (seriesIds.length === 0) return []
      const query = {
        text: QUERY,
        values: [[...seriesIds], [...timed]],
        binary: true,
        types: { getTypeParser },
      }
      const { rows } = await pool.query<Raw>(query)
      return rows.map((row) => ({
        ...row,
        steps: aligned(row.steps),
        values: aligned(row.values),
        times: aligned(row.times),
      }))
    },
  }
}
