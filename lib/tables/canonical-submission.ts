import { onePiece } from '#lib/tables/one-piece.ts'
import { type OpenTable, openTable, type TableRow } from '#lib/tables/open-table.ts'
import { TableRefusal } from '#lib/tables/table-note.ts'

const RECORD_LENGTH = 1_000_000
const COLUMNS = 2000
const EVERY_COLUMN = Array.from({ length: COLUMNS }, (_, at) => at)
/** Numbers of whole classes as pandas writes them once a column has had a gap. */
const WHOLE = /^(-?\d{1,15})\.0{1,15}$/
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/
/** A number that may be two: 1234 or 1.234. */
const EITHER = /^[+-]?[1-9]\d{0,2},\d{3}(?:[eE].*)?$/

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
const lineOf = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\n`

/** `2.0` is the class `2` where there is that class and none that is called `2.0`. */
function labelOf(cell: string, classes: ReadonlySet<string>): string {
  const whole = WHOLE.exec(cell)?.[1]
  return whole !== undefined && !classes.has(cell) && classes.has(whole) ? whole : cell
}

/**
 * Rows with a point in their numbers where every comma in them can only be a decimal one; null where one may part
 * thousands. The same rule as `with_points` in python/sandmle/submissions.py.
 */
function withPoints(rows: readonly TableRow[]): readonly TableRow[] | null {
  const cells = rows.flatMap((row) => row.cells.slice(1))
  const commas = cells.filter((cell) => cell.includes(','))
  if (commas.length === 0) return rows
  if (cells.some((cell) => cell.includes('.') || cell.split(',').length > 2)) return null
  if (commas.every((cell) => EITHER.test(cell))) return null
  const plain = (cell: string, at: number) => (at === 0 ? cell : cell.replace(',', '.'))
  return rows.map(({ line, cells }) => ({ line, cells: cells.map(plain) }))
}

/** Rows in which every cell behind the id is a plain number or a known class; null where one is neither. */
async function rowsOf(
  { rows, dialect }: OpenTable,
  classes: ReadonlySet<string> | null,
): Promise<readonly TableRow[] | null> {
  const read: TableRow[] = []
  for await (const row of rows) read.push(row)
  const isWhole = (found: readonly TableRow[], isKnown: (cell: string) => boolean) =>
    found.every(({ cells }) => cells.length > 1 && cells.slice(1).every(isKnown))
  if (classes === null) {
    const numbers = dialect.delimiter === ',' ? read : withPoints(read)
    return numbers !== null && isWhole(numbers, (cell) => NUMBER.test(cell)) ? numbers : null
  }
  const label = (cell: string, at: number) => (at === 0 ? cell : labelOf(cell, classes))
  const labels = read.map(({ line, cells }) => ({ line, cells: cells.map(label) }))
  return isWhole(labels, (cell) => classes.has(cell)) ? labels : null
}

/**
 * A submission as programs write it: commas, line feeds, UTF-8 without a mark, plain numbers, classes by their names.
 * Excel and pandas write others. What is not understood for certain is passed on as it came, so that the evaluator
 * refuses it with its reason; ids are never touched. The reader that evaluators carry (python/sandmle/submissions.py)
 * agrees with it on every row of python/tests/submissions.json.
 */
export async function canonicalSubmission(
  bytes: Uint8Array,
  classes: readonly string[] | null,
): Promise<Uint8Array> {
  let isCertain = true
  try {
    const table = await openTable(onePiece(bytes), {
      ragged: 'refuse',
      recordLength: RECORD_LENGTH,
      columns: COLUMNS,
      kept: EVERY_COLUMN,
      onNote: ({ kind }) => {
        if (kind !== 'encoding') isCertain = false
      },
    })
    const rows = await rowsOf(table, classes === null ? null : new Set(classes))
    if (!isCertain || rows === null) return bytes
    return new TextEncoder().encode([table.header, ...rows.map(({ cells }) => cells)].map(lineOf).join(''))
  } catch (error) {
    if (!(error instanceof TableRefusal)) throw error
    return bytes
  }
}
