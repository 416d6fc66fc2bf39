import type { ImportNote } from '#lib/contracts/imports.ts'
import type { LogFormat } from '#lib/domain/log-formats.ts'
import type { MetricColumns } from '#lib/training/metric-chunk.ts'
import type { ParsedRun } from '#lib/training/parsers/parsed-run.ts'
import type { Deps } from '#workers/deps.ts'
import { LogItem } from '#workers/reading/log-items.ts'
import { type Apart, GIVEN_UP_FIX, type ReadApart, readApart } from '#workers/reading/read-apart.ts'

/** What one source gave: its notes, then its runs one after the other, so that memory holds one. */
export type LogPart = {
  files: string[]
  format: LogFormat | null
  refused: ImportNote[]
  warnings: ImportNote[]
  runs: AsyncIterable<ParsedRun>
}
type Items = AsyncIterator<ReadApart<LogItem>>
type GivenUp = Extract<ReadApart<LogItem>, { kind: 'given-up' }>

const noteOf = ({ part, reason }: GivenUp): ImportNote => ({
  file: part?.slice(part.lastIndexOf('\n') + 1) ?? '',
  where: null,
  message: part === null ? `The rest of the upload ${reason}.` : `The file ${reason}.`,
  next: GIVEN_UP_FIX,
})

function joined(pieces: readonly Float64Array[]): Float64Array {
  const [first] = pieces
  if (pieces.length === 1 && first !== undefined) return first
  const whole = new Float64Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

function columnsOf(pieces: readonly MetricColumns[]): MetricColumns {
  const times = pieces.map((piece) => piece.times).filter((column) => column !== null)
  return {
    steps: joined(pieces.map((piece) => piece.steps)),
    values: joined(pieces.map((piece) => piece.values)),
    times: times.length === pieces.length ? joined(times) : null,
  }
}

/** Puts the pieces of a run together again; null where its source was given up in the middle. */
async function readRun(
  items: Items,
  { name, identity, config, tags, startedAt, endedAt }: Extract<LogItem, { type: 'run' }>,
  giveUp: (found: GivenUp) => void,
): Promise<ParsedRun | null> {
  const segments: Map<string, MetricColumns[]>[] = []
  for (;;) {
    const { value, done } = await items.next()
    if (done) return null
    if (value.kind === 'given-up') {
      giveUp(value)
      return null
    }
    if (value.item.type !== 'points') break
    for (const { segment, key, columns } of value.item.series) {
      while (segments.length <= segment) segments.push(new Map())
      const series = segments[segment]
      const held = series?.get(key)
      if (held) held.push(columns)
      else series?.set(key, [columns])
    }
  }
  const whole = segments.map((series) => ({
    series: new Map([...series].map(([key, pieces]) => [key, columnsOf(pieces)])),
  }))
  return { name, identity, config, tags, startedAt, endedAt, segments: whole }
}

async function* runsOf(items: Items, count: number, giveUp: (found: GivenUp) => void) {
  for (let left = count; left > 0; left--) {
    const { value, done } = await items.next()
    if (done) return
    if (value.kind === 'given-up') {
      giveUp(value)
      return
    }
    if (value.item.type !== 'run') continue
    const run = await readRun(items, value.item, giveUp)
    if (run === null) return
    yield run
  }
}

/**
 * Reads an upload of training logs in a process of its own, source by source. The runs of a source must be taken
 * before the next source is asked for. @throws AppError `invalid` for an upload that cannot be opened
 */
export async function* readLogsApart(
  { blobs, ...apart }: Pick<Deps, 'blobs'> & Apart,
  blob: string,
  options: { filename: string; name: string | null; uploadName: string; x: string | null },
): AsyncGenerator<LogPart> {
  const job = { kind: 'logs', file: await blobs.fileOf(blob), skip: [], ...options } as const
  const items = readApart(apart, job, LogItem)
  const none = { files: [], format: null, warnings: [], runs: nothing() }
  for (let next = await items.next(); !next.done; next = await items.next()) {
    const { value } = next
    if (value.kind === 'given-up') yield { ...none, refused: [noteOf(value)] }
    else if (value.item.type === 'reading') {
      const lost: ImportNote[] = []
      const { type: _, runs, ...reading } = value.item
      yield { ...reading, runs: runsOf(items, runs, (found) => lost.push(noteOf(found))) }
      if (lost.length > 0) yield { ...none, refused: lost }
    }
  }
}

async function* nothing(): AsyncGenerator<ParsedRun> {
  // A source that was given up has no runs.
}
