import type { ImportNote } from '#lib/contracts/imports.ts'
import type { LogFormat } from '#lib/domain/log-formats.ts'
import type { MetricColumns } from '#lib/training/metric-chunk.ts'

/** A file as the parsers see it: a path inside its upload, and its bytes in pieces, again at every call. */
export type LogFile = { path: string; bytes: number; open(): AsyncIterable<Uint8Array> }

/** Points of one stretch of a run, from its start or a resume to the next one. */
export type Segment = { series: Map<string, MetricColumns> }
/** A run as a file holds it. Metric names stand as they were logged; times in milliseconds since 1970. */
export type ParsedRun = {
  name: string
  /** What the tracker tells the run apart by, under whatever name; null where the file says nothing of the kind. */
  identity: string | null
  config: Record<string, string>
  tags: Record<string, string>
  startedAt: number | null
  endedAt: number | null
  segments: Segment[]
}
/** Which column is x. `isCounted`: its numbers are not whole, so that its different values are counted as steps. */
export type XColumn = { name: string; isCounted: boolean }
/** What one source (a file, or the event files of one folder) gave. Bad content is a note, never an exception. */
export type ParsedLog = {
  format: LogFormat
  runs: ParsedRun[]
  notes: ImportNote[]
  /** Another reading, with this column as x, would give more: the rows have no step of their own. */
  again?: XColumn | null
}

/** Caps of one source. A point costs 24 bytes while it is read. */
export type LogLimits = {
  points: number
  /** Different metrics of one run. */
  metrics: number
  /** Runs of one source. */
  runs: number
  /** Longest line of a text log, in characters. */
  lineLength: number
  /** Largest file that must be read whole: JSON documents. */
  documentBytes: number
  /** Largest record of an event file. */
  recordBytes: number
}
export const LOG_LIMITS: LogLimits = {
  points: 8_000_000,
  metrics: 5_000,
  runs: 500,
  lineLength: 8 * 2 ** 20,
  documentBytes: 64 * 2 ** 20,
  recordBytes: 64 * 2 ** 20,
}

/** Metric names as the database holds them. */
export const METRIC_NAME_LENGTH = 250

export const countPoints = ({ segments }: Pick<ParsedRun, 'segments'>): number =>
  segments.reduce((sum, { series }) => {
    for (const { values } of series.values()) sum += values.length
    return sum
  }, 0)
