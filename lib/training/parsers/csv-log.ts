import type { LogFormat } from '#lib/domain/log-formats.ts'
import { tellApart } from '#lib/tables/column-names.ts'
import { type OpenTable, openTable } from '#lib/tables/open-table.ts'
import { type OnNote, TableRefusal } from '#lib/tables/table-note.ts'
import type { TableWay } from '#lib/training/log-reader.ts'
import { collectNotes, type Notes } from '#lib/training/parsers/notes.ts'
import type { LogFile, LogLimits, ParsedLog, XColumn } from '#lib/training/parsers/parsed-run.ts'
import { readRows } from '#lib/training/parsers/row-reader.ts'
import { tableColumns } from '#lib/training/parsers/table-columns.ts'

const COLUMNS = 20_000

const RUN = 'run-'
const TAG = '-tag-'
/** A metric of one column that is named by its file: TensorBoard's download of a tag. */
export function tagOfFile(path: string): { run: string; tag: string } | null {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const at = name.indexOf(TAG, RUN.length + 1)
  if (at < 0 || !name.startsWith(RUN) || !name.endsWith('.csv')) return null
  const tag = name.slice(at + TAG.length, -'.csv'.length)
  return tag === '' ? null : { run: name.slice(RUN.length, at), tag }
}

type Options = { name: string; limits: LogLimits; x?: XColumn | null | undefined }

async function readTable(
  { header, headerLine, rows }: OpenTable,
  path: string,
  { name, limits, x }: Options,
  notes: Notes,
  onNote: OnNote,
): Promise<Pick<ParsedLog, 'runs' | 'again'>> {
  const named = tagOfFile(path)
  const reader = readRows({ fallbackName: named?.run ?? name, notes, limits, nulls: 'nan', x })
  const names = tellApart(header, headerLine, onNote).map((cell) =>
    named !== null && cell.toLowerCase() === 'value' ? named.tag : cell,
  )
  const rowOf = tableColumns(header, names, { notes, x })
  for await (const { cells, line } of rows) reader.row(rowOf(cells), `line ${line}`)
  return reader.finish()
}

/** Reads a table with a header and a step column, or one of `formats`, which know it by its header. Cells are data, never formulas. */
export async function readCsvLog(
  file: LogFile,
  options: Options & { formats: readonly { format: LogFormat; way: TableWay }[] },
): Promise<ParsedLog> {
  const notes = collectNotes(file.path)
  const onNote: OnNote = ({ kind, line, message, next }) =>
    notes.add(kind, line === null ? null : `line ${line}`, message, next)
  const { limits } = options
  let format: LogFormat = 'csv'
  let read: Pick<ParsedLog, 'runs' | 'again'> = { runs: [] }
  try {
    const bounds = { recordLength: limits.lineLength, columns: COLUMNS }
    const table = await openTable(file.open(), { ragged: 'leave-out', ...bounds, onNote })
    const told = options.formats.find(({ way }) => way.is(table.header))
    if (told) {
      format = told.format
      read = { runs: await told.way.read(table, { notes, limits }) }
    } else read = await readTable(table, file.path, options, notes, onNote)
  } catch (error) {
    if (!(error instanceof TableRefusal)) throw error
    notes.add('table', error.line === null ? null : `line ${error.line}`, error.message, error.next)
  }
  return { format, ...read, notes: notes.list() }
}
