import { isRecord, leavesOf, parseLenientJson } from '#lib/domain/lenient-json.ts'
import { collectNotes, type Notes } from '#lib/training/parsers/notes.ts'
import type { LogFile, LogLimits, ParsedLog, ParsedRun, XColumn } from '#lib/training/parsers/parsed-run.ts'
import { type RowReader, readRows } from '#lib/training/parsers/row-reader.ts'
import { text } from '#lib/training/parsers/tensorboard/wire.ts'
import { openSqlite, SqliteFault, type SqliteValue } from '#lib/training/parsers/trackers/sqlite-table.ts'
import { keepsLog, withLog } from '#lib/training/parsers/trackers/sqlite-wal.ts'
import { wholeFile } from '#lib/training/parsers/whole-file.ts'

type Options = { name: string; limits: LogLimits; x?: XColumn | null | undefined }
type Row = Map<string, SqliteValue>
type Run = { name: string; id: string; reader: RowReader; count: number }

/** Some versions store JSON as text, some as bytes. */
const textOf = (row: Row, column: string): string => {
  const value = row.get(column)
  if (value instanceof Uint8Array) return text(value)
  return typeof value === 'string' ? value : ''
}
/** What trackio itself notes beside the configuration. */
const isOwn = (name: string): boolean => name.startsWith('_')
const NEEDED = ['run_name', 'step', 'metrics']
const OTHER = 'Import a database of trackio, or export the metrics as CSV.'

/** Runs by the id that trackio gives them; old databases have names alone. */
function runsOf(notes: Notes, { limits, x }: Options) {
  const runs = new Map<string, Run>()
  const budget = { points: limits.points }
  const keyOf = (row: Row) => textOf(row, 'run_id') || textOf(row, 'run_name')
  return {
    all: runs,
    held: (row: Row) => runs.get(keyOf(row)),
    open(row: Row): Run | null {
      const held = runs.get(keyOf(row))
      if (held) return held
      if (runs.size >= limits.runs) {
        notes.add(
          'runs',
          null,
          `The file holds more than ${limits.runs} runs; the others are left out.`,
          'Split it.',
        )
        return null
      }
      const name = textOf(row, 'run_name')
      const reader = readRows({ fallbackName: name, notes, limits, nulls: 'missing', x, budget })
      const made = { name, id: textOf(row, 'run_id'), reader, count: 0 }
      runs.set(keyOf(row), made)
      return made
    },
  }
}

function readMetrics(bytes: Uint8Array, notes: Notes, options: Options): Run[] {
  const { tables, rows } = openSqlite(bytes)
  const metrics = tables.find(({ name }) => name === 'metrics')
  if (metrics === undefined || !NEEDED.every((column) => metrics.columns.includes(column))) {
    const names = tables.slice(0, 8).map((table) => table.name.slice(0, 60))
    notes.add(
      'no-trackio',
      null,
      `The database was not written by trackio; it has ${names.join(', ') || 'no tables'}.`,
      OTHER,
    )
    return []
  }
  const runs = runsOf(notes, options)
  for (const row of rows(metrics)) {
    const run = runs.open(row)
    const values = parseLenientJson(textOf(row, 'metrics'))
    if (run === null || !isRecord(values)) continue
    const step = row.get('step')
    const entries: [string, unknown][] = [...leavesOf(values), ['timestamp', textOf(row, 'timestamp')]]
    run.count++
    const hasX = options.x !== null && options.x !== undefined
    run.reader.row(entries, `row ${run.count}`, hasX || typeof step !== 'number' ? undefined : step)
  }
  const configs = tables.find(({ name }) => name === 'configs')
  for (const row of configs === undefined ? [] : rows(configs)) {
    const config = parseLenientJson(textOf(row, 'config'))
    if (isRecord(config)) runs.held(row)?.reader.config([...leavesOf(config)].filter(([key]) => !isOwn(key)))
  }
  return [...runs.all.values()]
}

const COPY = 'Copy it again while nothing writes to it.'

/** The database with the rows that its `-wal` file keeps for it. */
async function bytesOf(
  [file, wal]: readonly LogFile[],
  notes: Notes,
  mostBytes: number,
): Promise<Uint8Array> {
  const database = file === undefined ? new Uint8Array() : new Uint8Array(await wholeFile(file))
  if (wal === undefined) {
    if (keepsLog(database))
      notes.add(
        'no-wal',
        null,
        'Its newest rows may lie in a file beside it, of the same name with -wal at its end, which was not sent.',
        'If that file is there and not empty, send both in one zip. If it is not, nothing is missing.',
      )
    return database
  }
  const { bytes, isCut } = withLog(database, new Uint8Array(await wholeFile(wal)), mostBytes)
  if (isCut)
    notes.add('wal-cut', null, 'Its -wal file ends in the middle of a change, which is left out.', COPY)
  return bytes
}

/**
 * Reads a database of trackio, and its `-wal` file where there is one: a row a step, with its metrics as JSON, for
 * each run of a project.
 */
export async function readTrackioLog(files: readonly LogFile[], options: Options): Promise<ParsedLog> {
  const notes = collectNotes(files[0]?.path ?? '')
  const mostBytes = options.limits.documentBytes * 4
  let read: Run[] = []
  if (files.some(({ bytes }) => bytes > mostBytes))
    notes.add('size', null, 'The database is too large to be read whole.', 'Export fewer runs.')
  else
    try {
      read = readMetrics(await bytesOf(files, notes, mostBytes), notes, options)
    } catch (error) {
      if (!(error instanceof SqliteFault) && !(error instanceof RangeError)) throw error
      notes.add('sqlite', null, `The database is damaged: ${error.message}.`, COPY)
    }
  const runs: ParsedRun[] = []
  let again: XColumn | null = null
  for (const { name, id, reader } of read) {
    const finished = reader.finish({ name, id })
    again ??= finished.again
    runs.push(...finished.runs)
  }
  return { format: 'trackio', runs, again, notes: notes.list() }
}
