import { type ColumnNumbers, columnNumbers } from '#lib/tables/column-numbers.ts'
import { decodeText } from '#lib/tables/decode-text.ts'
import { type Dialect, detectDialect, fits, isRemark } from '#lib/tables/detect-dialect.ts'
import { isNumberWord, kindOfNumeral } from '#lib/tables/numerals.ts'
import { type RecordSplitter, recordSplitter, type SplitRecord } from '#lib/tables/split-records.ts'
import { linesInWords, type OnNote, shownCell, TableRefusal } from '#lib/tables/table-note.ts'

export type TableOptions = {
  /** What to do with a row that is not as wide as the header: refuse the table, or leave the row out with a note. */
  ragged: 'refuse' | 'leave-out'
  /** Longest row, in characters. */
  recordLength: number
  /** Most columns. */
  columns: number
  /** Columns, counted from 0, whose cells are names and no numbers: they stay as they are. */
  kept?: readonly number[]
  onNote: OnNote
}
/** A row as wide as the header. Numbers stand as programs write them; every other cell is as it was. */
export type TableRow = { line: number; cells: string[] }
export type OpenTable = {
  /** Names of the columns, without the space around them; names may be doubled or empty. */
  header: string[]
  headerLine: number
  dialect: Dialect
  rows: AsyncGenerator<TableRow>
  /** Closes the source, for whoever does not read the rows to their end. */
  close(): Promise<void>
}

/** Text that the first look needs. */
const HEAD_CHARS = 64 * 1024
const HEAD_LINES = 3

const linesIn = (text: string): number => text.split(/\r\n|\n|\r/).length - 1

/** The beginning of a text: some rows, however long its lines are, up to the length of two. */
async function headOf(text: AsyncIterator<string>, recordLength: number): Promise<Head> {
  const parts: string[] = []
  let length = 0
  let lines = 0
  while (length < HEAD_CHARS || (lines < HEAD_LINES && length < 2 * recordLength)) {
    const next = await text.next()
    if (next.done) return { text: parts.join(''), isWhole: true }
    parts.push(next.value)
    length += next.value.length
    lines += linesIn(next.value)
  }
  return { text: parts.join(''), isWhole: false }
}
type Head = { text: string; isWhole: boolean }
type Records = { records: SplitRecord[]; isCut: boolean; isLast: boolean }

/** Records batch by batch: those of the head first. */
async function* batches(
  head: Head,
  text: AsyncIterator<string>,
  dialect: Dialect,
  splitter: RecordSplitter,
): AsyncGenerator<Records> {
  const moved = (records: SplitRecord[]) => {
    for (const record of records) record.line += dialect.skippedLines
    return records
  }
  yield { records: moved(splitter.push(head.text.slice(dialect.skip))), isCut: false, isLast: false }
  for (;;) {
    const next = head.isWhole ? { done: true as const } : await text.next()
    if (next.done) break
    yield { records: moved(splitter.push(next.value)), isCut: false, isLast: false }
  }
  const { records, isCut } = splitter.end()
  yield { records: moved(records), isCut, isLast: true }
}

const isNumeral = (cell: string) => kindOfNumeral(cell.trim()) !== 'text'

/**
 * Lines that begin with "#" are remarks, or the header where the next line holds its first row: it has numbers, or the
 * line after it has none either.
 */
function withoutRemarks(records: SplitRecord[], onNote: OnNote): SplitRecord[] {
  const first = records.findIndex((record) => !isRemark(record))
  if (first <= 0) return records
  const [last, row, next] = records.slice(first - 1, first + 2)
  const isNames = row?.cells.some(isNumeral) === false && next?.cells.some(isNumeral) === true
  if (last !== undefined && last.cells.length === row?.cells.length && !isNames) {
    const name = last.cells[0]?.trim().slice(1).trim() ?? ''
    return [{ line: last.line, cells: [name || '#', ...last.cells.slice(1)] }, ...records.slice(first)]
  }
  onNote({
    kind: 'remarks',
    line: records[0]?.line ?? 1,
    message: 'Lines that begin with "#" above the header are passed over.',
    next: 'Nothing is lost where they are remarks.',
  })
  return records.slice(first)
}

/** 0, 1, 2, ... or 1, 2, 3, ... are names that a program gave. */
const isCount = (cells: readonly string[]): boolean =>
  cells.every((cell, at) => cell === String(at)) || cells.every((cell, at) => cell === String(at + 1))

function checkHeader(header: readonly string[], line: number): void {
  const filled = header.filter((cell) => cell !== '')
  if (filled.length === 0 || (filled.every(isNumeral) && !isCount(header)))
    throw new TableRefusal(
      `Line ${line} is not a header: it holds ${filled.length === 0 ? 'no names' : 'only numbers'}.`,
      line,
      'Write the names of the columns in the first line.',
    )
}

/** Rows that are enough to tell that the first of them is unlike the others. */
const ALIKE = 3

/** Units, or another level of names, below the header: texts wherever the rows below hold numbers. */
function noteSecondHeader([first, ...others]: readonly SplitRecord[], onNote: OnNote): void {
  const next = others.slice(0, HEAD_ROWS)
  if (first === undefined || next.length < ALIKE) return
  const isNumbers = (at: number) => next.every(({ cells }) => isNumeral(cells[at] ?? ''))
  const texts = first.cells.flatMap((cell, at) => (isNumbers(at) ? [cell.trim()] : []))
  if (texts.length === 0 || texts.some((cell) => cell === '' || isNumeral(cell) || isNumberWord(cell))) return
  onNote({
    kind: 'second-header',
    line: first.line,
    message: `Line ${first.line} holds texts (${shownCell(texts[0] ?? '')}) wherever the lines below it hold numbers; it is read as a row.`,
    next: 'Delete it if it names units or further headings.',
  })
}
const HEAD_ROWS = 50

type RowRules = {
  header: string[]
  raw: readonly string[]
  numbers: ColumnNumbers
  ragged: TableOptions['ragged']
  onNote: OnNote
}

const isBlank = ({ cells }: SplitRecord): boolean => cells.every((cell) => cell.trim() === '')

/** What is told of rows that were passed over, once all are known. */
function passedOver() {
  const found = { ragged: { lines: [] as number[], count: 0 }, headers: { lines: [] as number[], count: 0 } }
  return {
    add(kind: keyof typeof found, line: number) {
      found[kind].count++
      if (found[kind].lines.length < 10) found[kind].lines.push(line)
    },
    tell(columns: number, onNote: OnNote) {
      const { ragged, headers } = found
      if (ragged.count > 0)
        onNote({
          kind: 'ragged',
          line: ragged.lines[0] ?? null,
          message: `The header has ${columns} cells; ${linesInWords(ragged.lines, ragged.count)} ${ragged.count === 1 ? 'has' : 'have'} more or fewer and ${ragged.count === 1 ? 'is' : 'are'} left out.`,
          next: 'Put cells that hold the delimiter into quotes, and write empty cells too.',
        })
      if (headers.count > 0)
        onNote({
          kind: 'repeated-header',
          line: headers.lines[0] ?? null,
          message: `The header is repeated on ${linesInWords(headers.lines, headers.count)}; it is passed over.`,
          next: 'Nothing is lost.',
        })
    },
  }
}

async function* rowsOf(
  first: readonly SplitRecord[],
  rest: AsyncGenerator<Records>,
  { header, raw, numbers, ragged, onNote }: RowRules,
): AsyncGenerator<TableRow> {
  const passed = passedOver()
  const columns = header.length
  const cut = (line: number) =>
    onNote({
      kind: 'cut',
      line,
      message: 'The last row is cut off; it is left out.',
      next: 'Take the file again once it is written to its end.',
    })
  const rowOf = ({ line, cells }: SplitRecord, isLast: boolean): TableRow | null => {
    if (cells.length === columns && cells.every((cell, at) => cell === raw[at])) {
      passed.add('headers', line)
      return null
    }
    if (fits(cells, columns))
      return { line, cells: cells.slice(0, columns).map((cell, at) => numbers.plain(cell, at, line)) }
    if (ragged === 'refuse')
      throw new TableRefusal(
        `Line ${line} has ${cells.length} cells, the header has ${columns}.`,
        line,
        'Put cells that hold the delimiter into quotes, and write empty cells too.',
      )
    if (isLast && cells.length < columns) cut(line)
    else passed.add('ragged', line)
    return null
  }
  // One record is held back: only the last of the file may be cut.
  let held: SplitRecord | null = null
  async function* allBatches(): AsyncGenerator<Records> {
    yield { records: [...first], isCut: false, isLast: false }
    yield* rest
  }
  let isCut = false
  for await (const batch of allBatches()) {
    isCut = batch.isCut
    for (const record of batch.records) {
      if (isBlank(record)) continue
      const row = held === null ? null : rowOf(held, false)
      held = record
      if (row !== null) yield row
    }
  }
  if (held !== null) {
    if (isCut && ragged === 'leave-out') cut(held.line)
    else if (isCut)
      throw new TableRefusal(`The quote on line ${held.line} is not closed.`, held.line, 'Close it.')
    else {
      const row = rowOf(held, true)
      if (row !== null) yield row
    }
  }
  passed.tell(columns, onNote)
}

/**
 * Opens a table of a stranger: its encoding, delimiter, quotes, line ends and numbers are told from its beginning, and
 * what was told by detection is noted. Rows come one after the other; notes may come until the last.
 * @throws TableRefusal for what is not a table, also while rows are read
 */
export async function openTable(
  pieces: AsyncIterable<Uint8Array>,
  { ragged, recordLength, columns, kept = [], onNote }: TableOptions,
): Promise<OpenTable> {
  const text = decodeText(pieces, onNote)
  try {
    const head = await headOf(text, recordLength)
    const dialect = detectDialect(head.text, head.isWhole, { recordLength, columns }, onNote)
    const { quote } = dialect
    const splitter = recordSplitter({ delimiter: dialect.delimiter ?? ',', quote, recordLength, columns })
    const rest = batches(head, text, dialect, splitter)
    const records = withoutRemarks(await firstRecords(rest), onNote)
    const [top, ...first] = records
    if (top === undefined) throw new TableRefusal('The file is empty.', null, 'Write a header and rows.')
    const header = top.cells.map((cell) => cell.trim())
    checkHeader(header, top.line)
    const numbers = columnNumbers(
      header,
      first.map(({ cells }) => cells),
      onNote,
      kept,
    )
    noteSecondHeader(first, onNote)
    const rows = rowsOf(first, rest, { header, raw: top.cells, numbers, ragged, onNote })
    const close = async () => {
      await text.return(undefined)
    }
    return { header, headerLine: top.line, dialect, rows: closing(rows, close), close }
  } catch (error) {
    await text.return(undefined)
    throw error
  }
}

/** Records of the head; of a text whose only line no line end closes, that line. */
async function firstRecords(batches: AsyncGenerator<Records>): Promise<SplitRecord[]> {
  for (;;) {
    const { value, done } = await batches.next()
    if (done) return []
    const records = value.records.filter((record) => !isBlank(record))
    if (records.length > 0) return records
  }
}

/** Rows, and the source is closed with them. */
async function* closing(
  rows: AsyncGenerator<TableRow>,
  close: () => Promise<void>,
): AsyncGenerator<TableRow> {
  try {
    yield* rows
  } finally {
    await close()
  }
}
