import { isRecord, leavesOf, parseLenientJson } from '#lib/domain/lenient-json.ts'
import type { LogFormat } from '#lib/domain/log-formats.ts'
import type { RowWay } from '#lib/training/log-reader.ts'
import { roleOf } from '#lib/training/parsers/column-roles.ts'
import { collectNotes, type Notes } from '#lib/training/parsers/notes.ts'
import type { LogFile, LogLimits, ParsedLog, XColumn } from '#lib/training/parsers/parsed-run.ts'
import { readAllText, readLines } from '#lib/training/parsers/read-lines.ts'
import { type RowReader, readRows } from '#lib/training/parsers/row-reader.ts'
import { toStep } from '#lib/training/parsers/to-number.ts'

const CONFIG_KEYS = ['config', 'params', 'hparams', 'args']

/** A row whose metrics lie under `data`, beside its step. */
export const isNested = (row: Record<string, unknown>): boolean =>
  isRecord(row.data) && toStep(row.step) !== null

type Reading = { rows: RowReader | null; hasConfig: boolean }

function readRecord(
  reading: Reading,
  record: Record<string, unknown>,
  where: string,
  open: (first: Record<string, unknown>) => RowReader,
) {
  reading.rows ??= open(record)
  const { rows } = reading
  if (isRecord(record.data) && toStep(record.step) !== null) {
    rows.row(leavesOf(record.data), where, toStep(record.step) ?? 0)
    return
  }
  const config = CONFIG_KEYS.find((key) => isRecord(record[key]))
  if (config === undefined) {
    rows.row(leavesOf(record), where)
    return
  }
  const { [config]: values, ...others } = record
  if (isRecord(values) && !reading.hasConfig) rows.config(leavesOf(values))
  // RLlib writes its whole configuration into every row.
  const isRow = Object.keys(others).some((key) => roleOf(key).role === 'step')
  reading.hasConfig = isRow
  if (isRow) rows.row(leavesOf(others), where)
}

/** What a document says without being one: each line is a list of rows, as ClearML writes. */
const isLines = (text: string): boolean => {
  const end = text.indexOf('\n')
  return end > 0 && Array.isArray(parseLenientJson(text.slice(0, end)))
}

/** Rows of one JSON array, or of one array a line. */
async function readArray(
  file: LogFile,
  limits: LogLimits,
  notes: Notes,
  each: (row: Record<string, unknown>, where: string) => void,
) {
  const text = await readAllText(file.open(), limits.documentBytes)
  const list = text === null ? undefined : parseLenientJson(text)
  if (text !== null && list === undefined && isLines(text)) return readJsonLines(file, limits, notes, each)
  if (!Array.isArray(list)) {
    const why = text === null ? 'is too large to be read whole' : 'is not complete JSON'
    notes.add('array', null, `The list ${why}.`, 'Save one row a line (JSONL).')
    return
  }
  for (const [index, row] of list.entries())
    if (isRecord(row)) each(row, `row ${index + 1}`)
    else
      notes.add('no-object', `row ${index + 1}`, 'A row is not an object; it is left out.', 'Save objects.')
}

async function readJsonLines(
  file: LogFile,
  limits: LogLimits,
  notes: Notes,
  each: (row: Record<string, unknown>, where: string) => void,
) {
  for await (const { number, lines, isLast } of readLines(file.open(), limits.lineLength))
    for (const [index, line] of lines.entries()) {
      const where = `line ${number + index}`
      if (line !== null && line.trim() === '') continue
      const row = line === null ? undefined : parseLenientJson(line)
      const records = isRecord(row) ? [row] : Array.isArray(row) && row.every(isRecord) ? row : null
      if (records !== null) for (const record of records) each(record, where)
      else if (line === null)
        notes.add(
          'long',
          where,
          `A line is longer than ${limits.lineLength} characters; it is left out.`,
          'Log one row a line.',
        )
      else if (isLast)
        notes.add(
          'cut',
          where,
          'The last line is cut off; it is left out.',
          'Import the file again once the trainer has ended.',
        )
      else
        notes.add('broken', where, 'A line is not a JSON object; it is left out.', 'Log one object a line.')
    }
}

/**
 * Reads one object a line, or a list of objects: verl's file logger in its new form (null for NaN) and its old one
 * (bare NaN and Infinity, flat or nested), rows of W&B's history, and any trainer's own rows with a step. The first row
 * tells which of `formats` they are.
 */
export async function readJsonlLog(
  file: LogFile,
  {
    name,
    isArray,
    limits,
    x,
    formats,
  }: {
    name: string
    isArray: boolean
    limits: LogLimits
    x: XColumn | null
    formats: readonly { format: LogFormat; way: RowWay }[]
  },
): Promise<ParsedLog> {
  const notes = collectNotes(file.path)
  const reading: Reading = { rows: null, hasConfig: false }
  let format: LogFormat = 'jsonl'
  const open = (first: Record<string, unknown>) => {
    const told = formats.find(({ way }) => way.is(first))
    format = told?.format ?? 'jsonl'
    return readRows({ fallbackName: name, notes, limits, nulls: told?.way.nulls ?? 'unsaid', x })
  }
  const each = (row: Record<string, unknown>, where: string) => readRecord(reading, row, where, open)
  await (isArray ? readArray : readJsonLines)(file, limits, notes, each)
  const read = reading.rows?.finish() ?? { runs: [], again: null }
  return { format, ...read, notes: notes.list() }
}
