import type { LogFormat } from '#lib/contracts/imports.ts'
import { isRecord, leavesOf, parseLenientJson } from '#lib/training/parsers/lenient-json.ts'
import { collectNotes, type Notes } from '#lib/training/parsers/notes.ts'
import type { LogFile, LogLimits, ParsedLog } from '#lib/training/parsers/parsed-run.ts'
import { readAllText, readLines } from '#lib/training/parsers/read-lines.ts'
import { type RowReader, readRows } from '#lib/training/parsers/row-reader.ts'
import { toStep } from '#lib/training/parsers/to-number.ts'

type JsonlFormat = Extract<LogFormat, 'verl' | 'wandb' | 'jsonl'>
const CONFIG_KEYS = ['config', 'params', 'hparams', 'args']

/** What writes such rows: verl's file logger nests its metrics under `data`, W&B names its step `_step`. */
function formatOf(row: Record<string, unknown>): JsonlFormat {
  if (isRecord(row.data) && toStep(row.step) !== null) return 'verl'
  return Object.hasOwn(row, '_step') ? 'wandb' : 'jsonl'
}

type Reading = { format: JsonlFormat | null; rows: RowReader | null }

function readRecord(
  reading: Reading,
  record: Record<string, unknown>,
  where: string,
  open: (format: JsonlFormat) => RowReader,
) {
  reading.format ??= formatOf(record)
  reading.rows ??= open(reading.format)
  const { rows } = reading
  if (isRecord(record.data) && toStep(record.step) !== null) {
    rows.row(leavesOf(record.data), where, toStep(record.step) ?? 0)
    return
  }
  const config = CONFIG_KEYS.find((key) => isRecord(record[key]))
  if (config !== undefined && !Object.hasOwn(record, 'step') && !Object.hasOwn(record, '_step'))
    rows.config(leavesOf(record[config] as Record<string, unknown>))
  else rows.row(leavesOf(record), where)
}

/** Rows of one JSON array; false when the text is no such array. */
async function readArray(
  file: LogFile,
  limits: LogLimits,
  notes: Notes,
  each: (row: Record<string, unknown>, where: string) => void,
) {
  const text = await readAllText(file.open(), limits.documentBytes)
  const list = text === null ? undefined : parseLenientJson(text)
  if (!Array.isArray(list)) {
    const why = text === null ? 'is too large to be read whole' : 'is no complete JSON'
    notes.add('array', null, `The list ${why}.`, 'Save one row a line (JSONL).')
    return
  }
  for (const [index, row] of list.entries())
    if (isRecord(row)) each(row, `row ${index + 1}`)
    else notes.add('no-object', `row ${index + 1}`, 'A row is no object; it is left out.', 'Save objects.')
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
      if (isRecord(row)) each(row, where)
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
      else notes.add('broken', where, 'A line is no JSON object; it is left out.', 'Log one object a line.')
    }
}

/**
 * Reads one object a line, or a list of objects: verl's file logger in its new form (null for NaN) and its old one
 * (bare NaN and Infinity, flat or nested), rows of W&B's history, and any trainer's own rows with a step.
 */
export async function readJsonlLog(
  file: LogFile,
  { name, isArray, limits }: { name: string; isArray: boolean; limits: LogLimits },
): Promise<ParsedLog> {
  const notes = collectNotes(file.path)
  const reading: Reading = { format: null, rows: null }
  const open = (format: JsonlFormat) =>
    readRows({ fallbackName: name, notes, limits, nulls: format === 'wandb' ? 'missing' : 'nan' })
  const each = (row: Record<string, unknown>, where: string) => readRecord(reading, row, where, open)
  await (isArray ? readArray : readJsonLines)(file, limits, notes, each)
  return { format: reading.format ?? 'jsonl', runs: reading.rows?.finish() ?? [], notes: notes.list() }
}
