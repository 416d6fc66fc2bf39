import { unstorableIn } from '#lib/domain/text.ts'
import { SEED_LIMITS } from '#lib/packs/archive-limits.ts'
import { refuseDoubled } from '#lib/tables/column-names.ts'
import { type OpenTable, openTable } from '#lib/tables/open-table.ts'
import { type OnNote, TableRefusal } from '#lib/tables/table-note.ts'

/** What a table of a seed is read for. However long the table is, this stays small. */
export type Table = {
  header: string[]
  /** Rows of the file, the header not counted. */
  count: number
  /** The first rows, `SAMPLE_ROWS` and `SAMPLE_CELLS` at most. */
  rows: string[][]
  /** How often each value of the column that was asked for occurs; the first `DISTINCT` different ones. */
  values: ReadonlyMap<string, number>
  /** Earliest and latest cell of each column whose every cell is an ISO date. */
  dates: ReadonlyMap<string, { first: string; last: string }>
}

/** Enough to tell what a column holds. */
const SAMPLE_ROWS = 5000
const SAMPLE_CELLS = 1_000_000
/** More different values than any classification has. */
export const DISTINCT = 100_000
const ISO_DATE = /^\d{4}-\d{2}-\d{2}/

const unheard: OnNote = () => undefined

/** A table of a seed in any dialect; every row is as wide as the header. */
async function open(pieces: AsyncIterable<Uint8Array>, onNote: OnNote): Promise<OpenTable> {
  const table = await openTable(pieces, {
    ragged: 'refuse',
    recordLength: SEED_LIMITS.rowBytes,
    columns: SEED_LIMITS.columns,
    onNote,
  })
  try {
    refuseDoubled(table.header, table.headerLine)
    refuseUnstorable(table.header, table.headerLine)
  } catch (error) {
    await table.close()
    throw error
  }
  return table
}

function refuseUnstorable(cells: readonly string[], line: number): void {
  for (const cell of cells) {
    const bad = unstorableIn(cell)
    if (bad !== null)
      throw new TableRefusal(`Line ${line} holds ${bad}.`, line, 'Save it without that character.')
  }
}

/** The column names of a table; the rest of it is not read. */
export async function readHeader(pieces: AsyncIterable<Uint8Array>): Promise<string[]> {
  const table = await open(pieces, unheard)
  await table.close()
  return table.header
}

/** Rows that show what a table is about. */
const HEAD_ROWS = 400

/** Column names and first rows of a table; the rest of it is not read. */
export async function readHead(
  pieces: AsyncIterable<Uint8Array>,
): Promise<{ header: string[]; rows: string[][] }> {
  const table = await open(pieces, unheard)
  const rows: string[][] = []
  for await (const { cells } of table.rows) {
    rows.push(cells)
    if (rows.length === HEAD_ROWS) break
  }
  return { header: table.header, rows }
}

type Dates = Map<number, { first: string; last: string }>

/** Passes over the columns that are still dates: most tables have none after the first row. */
function lookForDates(dates: Dates, row: readonly string[]): void {
  for (const [at, range] of dates) {
    const cell = row[at] ?? ''
    if (!ISO_DATE.test(cell)) dates.delete(at)
    else if (range.first === '' || cell < range.first) range.first = cell
    if (ISO_DATE.test(cell) && cell > range.last) range.last = cell
  }
}

/** Reads a whole table, piece by piece; counts the values of the column `counted`. */
export async function readTable(
  pieces: AsyncIterable<Uint8Array>,
  counted: string | null,
  onNote: OnNote = unheard,
): Promise<Table> {
  const { header, headerLine, rows: found } = await open(pieces, onNote)
  const at = counted === null ? -1 : header.indexOf(counted)
  let count = 0
  const rows: string[][] = []
  const values = new Map<string, number>()
  const dates: Dates = new Map([...header.keys()].map((index) => [index, { first: '', last: '' }]))
  for await (const { line, cells } of found) {
    count++
    if (count > SEED_LIMITS.rows)
      throw new TableRefusal(
        `It has more than ${SEED_LIMITS.rows} rows.`,
        line,
        'Keep a random sample of them.',
      )
    refuseUnstorable(cells, line)
    if (rows.length < SAMPLE_ROWS && count * header.length <= SAMPLE_CELLS) rows.push(cells)
    lookForDates(dates, cells)
    const value = at < 0 ? undefined : (cells[at] ?? '')
    if (value !== undefined && (values.has(value) || values.size < DISTINCT))
      values.set(value, (values.get(value) ?? 0) + 1)
  }
  if (count === 0)
    throw new TableRefusal('It has a header and no rows.', headerLine, 'Add rows, or leave the file out.')
  const ranges = [...dates].map(([index, range]) => [header[index] ?? '', range] as const)
  return { header, count, rows, values, dates: new Map(ranges) }
}
