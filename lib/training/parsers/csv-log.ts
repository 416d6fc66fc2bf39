import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { collectNotes, type Notes } from '#lib/training/parsers/notes.ts'
import type { LogFile, LogLimits, ParsedLog } from '#lib/training/parsers/parsed-run.ts'
import { readText } from '#lib/training/parsers/read-lines.ts'
import { readRows } from '#lib/training/parsers/row-reader.ts'
import { isPanel, readPanel } from '#lib/training/parsers/wandb-panel.ts'

const DELIMITERS = [',', '\t', ';'] as const
const COLUMNS = 20_000

/** The delimiter that the first line has most of. */
export function delimiterOf(line: string): string | null {
  const counts = DELIMITERS.map((delimiter) => line.split(delimiter).length - 1)
  const most = Math.max(...counts)
  return most === 0 ? null : (DELIMITERS[counts.indexOf(most)] ?? null)
}

/** Records of a table, streamed; quotes and lengths are taken as they come, as the rows are a stranger's. */
function recordsOf(file: LogFile, delimiter: string, lineLength: number): AsyncIterable<string[]> {
  const parser = parse({
    bom: true,
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: lineLength,
  })
  const source = Readable.from(readText(file.open()))
  source.on('error', (error) => parser.destroy(error))
  return source.pipe(parser)
}

/** A metric of one column that is named by its file: TensorBoard's download of a tag. */
export function tagOfFile(path: string): { run: string; tag: string } | null {
  const [, run, tag] = /(?:^|\/)run-(.+?)-tag-(.+)\.csv$/.exec(path) ?? []
  return run === undefined || tag === undefined ? null : { run, tag }
}

type Table = { header: string[]; rows: AsyncIterable<{ cells: string[]; number: number; isLast: boolean }> }

/** The header, and the rows with one of look-ahead, so that a cut last row is known as such. */
async function openTable(records: AsyncIterable<string[]>): Promise<Table | null> {
  const iterator = records[Symbol.asyncIterator]()
  const first = await iterator.next()
  if (first.done) return null
  async function* rows() {
    let held = await iterator.next()
    for (let number = 2; !held.done; number++) {
      const next = await iterator.next()
      yield { cells: held.value as string[], number, isLast: next.done === true }
      held = next
    }
  }
  return { header: first.value.map((cell: string) => cell.trim()), rows: rows() }
}

async function readTable(
  table: Table,
  file: LogFile,
  name: string,
  limits: LogLimits,
  notes: Notes,
): Promise<ParsedLog['runs']> {
  const named = tagOfFile(file.path)
  const reader = readRows({ fallbackName: named?.run ?? name, notes, limits, nulls: 'nan' })
  const header = table.header.map((cell) =>
    named !== null && cell.toLowerCase() === 'value' ? named.tag : cell,
  )
  for await (const { cells, number, isLast } of table.rows) {
    if (isLast && cells.length < header.length) {
      notes.add('cut', `row ${number}`, 'The last row is cut off; it is left out.', 'Export the table again.')
      continue
    }
    const row: [string, unknown][] = []
    for (let i = 0; i < header.length; i++) {
      const cell = cells[i]
      // An empty cell is a metric that was not logged in this row.
      if (cell !== undefined && cell.trim() !== '') row.push([header[i] ?? '', cell])
    }
    reader.row(row, `row ${number}`)
  }
  return reader.finish()
}

/** Reads a table with a header and a step column, or the export of a W&B panel. Cells are data, never formulas. */
export async function readCsvLog(
  file: LogFile,
  { name, delimiter, limits }: { name: string; delimiter: string; limits: LogLimits },
): Promise<ParsedLog> {
  const notes = collectNotes(file.path)
  let format: ParsedLog['format'] = 'csv'
  let runs: ParsedLog['runs'] = []
  try {
    const table = await openTable(recordsOf(file, delimiter, limits.lineLength))
    if (table !== null && table.header.length > COLUMNS)
      notes.add('columns', null, `The table has more than ${COLUMNS} columns.`, 'Export fewer metrics.')
    else if (table !== null && isPanel(table.header)) {
      format = 'wandb-panel'
      runs = await readPanel(table.header, table.rows, { notes, limits })
    } else if (table !== null) runs = await readTable(table, file, name, limits, notes)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_'))) throw error
    notes.add(
      'csv',
      null,
      'The table cannot be read: a quote is not closed, or a row is far too long.',
      'Export it again.',
    )
  }
  return { format, runs, notes: notes.list() }
}
