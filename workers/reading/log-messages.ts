import type { MetricColumns } from '#lib/training/metric-chunk.ts'
import type { ParsedRun } from '#lib/training/parsers/parsed-run.ts'
import { type LogReading, readLogs } from '#lib/training/parsers/read-logs.ts'
import { logFilesOf } from '#workers/reading/log-files.ts'
import type { LogItem } from '#workers/reading/log-items.ts'
import type { Read, ReadingJob } from '#workers/reading/reader-messages.ts'
import { PIECE_POINTS } from '#workers/reading/reading-limits.ts'

const item = (value: LogItem): Read<LogItem> => ({ kind: 'item', item: value })
type Piece = Extract<LogItem, { type: 'points' }>['series'][number]

const cut = ({ steps, values, times }: MetricColumns, from: number, to: number): MetricColumns => ({
  steps: steps.slice(from, to),
  values: values.slice(from, to),
  times: times?.slice(from, to) ?? null,
})

/** What a run may be called, and how much of its configuration is kept. */
const NAME_LENGTH = 1000
const CONFIG_KEYS = 1000
const KEY_LENGTH = 250
const VALUE_LENGTH = 6000
const capped = (texts: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(texts)
      .filter(([key]) => key.length <= KEY_LENGTH)
      .slice(0, CONFIG_KEYS)
      .map(([key, value]) => [key, value.slice(0, VALUE_LENGTH)]),
  )

function* piecesOf({ segments }: ParsedRun): Generator<Piece> {
  for (const [segment, { series }] of segments.entries())
    for (const [key, columns] of series)
      for (let from = 0; from < columns.values.length; from += PIECE_POINTS)
        yield { segment, key, columns: cut(columns, from, from + PIECE_POINTS) }
}

function* runItems(run: ParsedRun): Generator<Read<LogItem>> {
  const { name, config, tags, startedAt, endedAt } = run
  const identity = run.identity?.slice(0, NAME_LENGTH) ?? null
  const texts = { config: capped(config), tags: capped(tags) }
  yield item({ type: 'run', name: name.slice(0, NAME_LENGTH), identity, ...texts, startedAt, endedAt })
  let series: Piece[] = []
  let points = 0
  for (const piece of piecesOf(run)) {
    series.push(piece)
    points += piece.columns.values.length
    if (points < PIECE_POINTS) continue
    yield item({ type: 'points', series })
    series = []
    points = 0
  }
  yield item({ type: 'points', series })
  yield item({ type: 'run-end' })
}

function* readingItems({ files, format, refused, warnings, runs }: LogReading): Generator<Read<LogItem>> {
  yield item({ type: 'reading', files, format, refused, warnings, runs: runs.length })
  for (const run of runs) yield* runItems(run)
}

/** Reads a file of training logs, or an archive of many, source by source. */
export async function* logMessages(
  job: Extract<ReadingJob, { kind: 'logs' }>,
): AsyncGenerator<Read<LogItem>> {
  const { name, uploadName, x } = job
  const files = await logFilesOf(job.file, job.filename)
  for await (const step of readLogs(files, { name, uploadName, x, skip: new Set(job.skip) }))
    if (step.kind === 'source') yield { kind: 'part', part: step.source }
    else yield* readingItems(step.reading)
}
