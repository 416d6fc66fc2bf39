import type pg from 'pg'
import { copyOut } from '#lib/db/copy-out.ts'

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
/** Reads packed points as bytes. */
export type MetricReader = {
  /** Chunks of these series in order of arrival; `times` of those series alone that `timed` names. */
  read(seriesIds: readonly string[], timed: readonly string[]): Promise<ChunkRow[]>
}

/** A copy that starts at a multiple of eight, so that it can be read as numbers. */
const aligned = (bytes: Buffer): Uint8Array<ArrayBuffer> => new Uint8Array(bytes)
const EMPTY = Buffer.alloc(0)

function toRow(fields: readonly (Buffer | null)[]): ChunkRow {
  const at = (index: number) => fields[index] ?? EMPTY
  return {
    seriesId: String(at(0).readBigInt64BE()),
    segment: at(1).readInt32BE(),
    count: at(2).readInt32BE(),
    firstStep: Number(at(3).readBigInt64BE()),
    lastStep: Number(at(4).readBigInt64BE()),
    steps: aligned(at(5)),
    values: aligned(at(6)),
    times: aligned(at(7)),
  }
}

/** Ids as an array of SQL; the only thing that a caller puts into the statement. */
function arrayOf(ids: readonly string[]): string {
  const wrong = ids.find((id) => !/^\d{1,18}$/.test(id))
  if (wrong !== undefined) throw new TypeError(`${wrong} is not an id of a series`)
  return `'{${ids.join(',')}}'::bigint[]`
}

export function openMetricReader(pool: pg.Pool): MetricReader {
  return {
    async read(seriesIds, timed) {
      if (seriesIds.length === 0) return []
      const select = `
        select "seriesId", segment, count, "firstStep", "lastStep", steps, "values",
               case when "seriesId" = any(${arrayOf(timed)}) then times else ''::bytea end
        from metric_chunk where "seriesId" = any(${arrayOf(seriesIds)}) order by "seriesId", id`
      return copyOut(pool, select, toRow)
    },
  }
}
