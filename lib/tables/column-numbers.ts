import { type DecimalMark, isNumberWord, kindOfNumeral, readNumeral } from '#lib/tables/numerals.ts'
import { type OnNote, shownCell } from '#lib/tables/table-note.ts'

/** Of the cells of a column at its beginning, so many must be numbers before its cells are read as such. */
const NUMERIC_SHARE = 0.8

type Column = { isNumeric: boolean; mark: DecimalMark | null; hasBoth: boolean }

function lookAt(cells: readonly string[]): Column {
  let filled = 0
  let numerals = 0
  const marks = new Set<DecimalMark>()
  for (const cell of cells) {
    if (cell === '') continue
    filled++
    const kind = kindOfNumeral(cell)
    if (kind !== 'text' || isNumberWord(cell)) numerals++
    if (kind === '.' || kind === ',') marks.add(kind)
  }
  const [mark = null] = marks
  return {
    isNumeric: numerals >= NUMERIC_SHARE * filled,
    mark: marks.size === 1 ? mark : null,
    hasBoth: marks.size > 1,
  }
}

const TEXT: Column = { isNumeric: false, mark: null, hasBoth: false }

/** The mark that every column with one has; null where none has one, or they differ. */
function markOfTable(columns: readonly Column[]): DecimalMark | null {
  const marks = new Set(columns.flatMap(({ isNumeric, mark }) => (isNumeric && mark !== null ? [mark] : [])))
  const [mark = null] = marks
  return marks.size === 1 ? mark : null
}

export type ColumnNumbers = {
  /** A cell as a plain number (`0.12`, `1234`) where it is one in another form; else as it stands. */
  plain(cell: string, column: number, line: number): string
}

/**
 * Reads numbers with decimal commas and grouped thousands as what they are: a column's own cells decide, then the other
 * columns. A cell that may be two numbers is left as it stands, and noted; so is every column that is rewritten. Cells
 * of the columns `kept` stay as they are.
 */
export function columnNumbers(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  onNote: OnNote,
  kept: readonly number[] = [],
): ColumnNumbers {
  const columns = header.map((_, at) =>
    kept.includes(at) ? TEXT : lookAt(rows.map((cells) => (cells[at] ?? '').trim())),
  )
  const shared = markOfTable(columns)
  const told = new Set<number>()
  const nameOf = (column: number) => shownCell(header[column] ?? '')

  const tell = (column: number, line: number, cell: string, plain: string) => {
    if (told.has(column)) return
    told.add(column)
    onNote({
      kind: `numerals:${column}`,
      line,
      message: `In the column ${nameOf(column)}, ${shownCell(cell)} is read as ${plain}.`,
      next: 'If that is wrong, write numbers with a decimal point and no thousands separators.',
    })
  }
  const tellUnread = (column: number, line: number, cell: string) =>
    onNote({
      kind: `either:${column}`,
      line,
      message: `In the column ${nameOf(column)}, ${shownCell(cell)} may be ${readNumeral(cell, '.')} or ${readNumeral(cell, ',')}; it is left as text.`,
      next: 'Write numbers with a decimal point and no thousands separators.',
    })
  return {
    plain(raw, at, line) {
      const column = columns[at]
      const cell = raw.trim()
      if (column === undefined || !column.isNumeric || cell === '') return raw
      const kind = kindOfNumeral(cell)
      if (kind === 'text') return raw
      if (column.mark === null && !column.hasBoth && kind !== 'neutral' && kind !== 'either')
        column.mark = kind
      const mark = column.mark ?? (column.hasBoth ? null : shared)
      // Every program writes a plain `1.234`; nobody knows which number `1,234` is.
      if (kind === 'either' && mark === null && cell.includes(',')) {
        tellUnread(at, line, cell)
        return raw
      }
      const plain = readNumeral(cell, mark ?? '.')
      if (plain === null || Number(plain) === Number(cell)) return raw
      tell(at, line, cell, plain)
      return plain
    },
  }
}
