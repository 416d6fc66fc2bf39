import { isNumberWord, kindOfNumeral } from '#lib/tables/numerals.ts'
import { recordSplitter, type SplitOptions, type SplitRecord } from '#lib/tables/split-records.ts'
import { type OnNote, TableRefusal } from '#lib/tables/table-note.ts'

export const DELIMITERS = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof DELIMITERS)[number]
export const DELIMITER_WORDS: Record<Delimiter, string> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'bars',
}

/** How a table is written, as its first lines show it. */
export type Dialect = {
  /** Null: no delimiter parts its first lines; it has one column. */
  delimiter: Delimiter | null
  quote: '"' | "'"
  /** Characters before the header: a line `sep=;`. */
  skip: number
  skippedLines: number
}
type Limits = Pick<SplitOptions, 'recordLength' | 'columns'>

const SEP_LINE = /^"?sep=(.)"?[ \t]*(?:\r\n|\n|\r|$)/i

/** What a first line `sep=;`, as Excel writes and reads it, states; it is not a header. */
function statedDelimiter(head: string): { delimiter: Delimiter; skip: number } | null {
  const found = SEP_LINE.exec(head)
  if (found === null) return null
  const delimiter = DELIMITERS.find((one) => one === found[1])
  if (delimiter === undefined)
    throw new TableRefusal(
      `The columns are said to be parted by "${found[1]}", which is not read.`,
      1,
      'Part them with commas, semicolons, tabs or bars.',
    )
  return { delimiter, skip: found[0].length }
}

const firstLineOf = (text: string): string => /^[^\r\n]*/.exec(text.trimStart())?.[0] ?? ''

/** Records of the head up to the first that cannot be split; its last one may be cut and is left out. */
function recordsOf(text: string, isWhole: boolean, options: SplitOptions): SplitRecord[] {
  const splitter = recordSplitter(options)
  const records: SplitRecord[] = []
  try {
    records.push(...splitter.push(text))
    if (isWhole) records.push(...splitter.end().records)
  } catch (error) {
    if (!(error instanceof TableRefusal)) throw error
  }
  return records
}

/** Single quotes count where every cell of the first line appears in them. */
function quoteOf(text: string, limits: Limits): '"' | "'" {
  const line = firstLineOf(text).trim()
  if (!line.startsWith("'") || !line.endsWith("'")) return '"'
  const quotes = line.split("'").length - 1
  const isWrapped = DELIMITERS.some((delimiter) => {
    const [record] = recordsOf(line, true, { ...limits, delimiter, quote: "'" })
    return record !== undefined && record.cells.length > 1 && quotes >= 2 * record.cells.length
  })
  return isWrapped ? "'" : '"'
}

const MOST_ROWS = 200

/** Cells of a row without the empty ones behind the header's last: many programs close each line with a delimiter. */
export const fits = (cells: readonly string[], columns: number): boolean =>
  cells.length === columns ||
  (cells.length > columns && cells.slice(columns).every((cell) => cell.trim() === ''))

/** A line that begins with "#": above the header it is a remark, or the header itself. */
export const isRemark = ({ cells }: SplitRecord): boolean => cells[0]?.trimStart().startsWith('#') === true

type Candidate = { delimiter: Delimiter; columns: number; fitting: number; numeric: number }

/** How well a delimiter fits. Remarks do not count: the row below them is as wide as a header. */
function judge(delimiter: Delimiter, records: readonly SplitRecord[]): Candidate {
  const first = records.findIndex((record) => !isRemark(record))
  const [header, ...rows] = records.slice(Math.max(first, 0)).slice(0, MOST_ROWS)
  const columns = header?.cells.length ?? 0
  let cells = 0
  let numbers = 0
  let fitting = 0
  for (const row of rows) {
    if (fits(row.cells, columns)) fitting++
    for (const cell of row.cells.map((one) => one.trim())) {
      if (cell === '') continue
      cells++
      if (isNumberWord(cell) || kindOfNumeral(cell) !== 'text') numbers++
    }
  }
  return {
    delimiter,
    columns,
    fitting: rows.length === 0 ? 1 : fitting / rows.length,
    numeric: cells === 0 ? 0 : numbers / cells,
  }
}

const better = (a: Candidate, b: Candidate): number =>
  b.fitting - a.fitting || b.numeric - a.numeric || b.columns - a.columns

/** The first line is not a header where the lines below it agree on another width. */
function refuseTitle(records: readonly SplitRecord[]): void {
  const [top, ...rows] = records.filter((record) => !isRemark(record))
  const [wide] = rows
  const width = wide?.cells.length ?? 0
  if (top === undefined || wide === undefined || width < 2 || rows.length < 2) return
  if (fits(top.cells, width) || rows.some(({ cells }) => cells.length !== width)) return
  throw new TableRefusal(
    `Line ${top.line} is not a header: it has ${top.cells.length === 1 ? '1 cell' : `${top.cells.length} cells`}, the lines below it have ${width}.`,
    top.line,
    'Write one name for each column in the first line, and nothing above it.',
  )
}

/** Columns of numbers that spaces part, as numpy and aligned prints write them. */
function refuseSpaces(text: string): void {
  const lines = text.split(/\r\n|\n|\r/, MOST_ROWS).map((line) => line.trim().split(/\s+/))
  const [header = [], ...rows] = lines.filter(([first = '']) => first !== '' && !first.startsWith('#'))
  // The last line of the head may be cut.
  const whole = rows.length > 1 ? rows.slice(0, -1) : rows
  const isParted =
    header.length > 1 &&
    whole.length > 0 &&
    whole.every((row) => row.length === header.length && row.every((cell) => kindOfNumeral(cell) !== 'text'))
  if (isParted)
    throw new TableRefusal(
      'The columns are parted by spaces.',
      1,
      'Part them with commas, semicolons, tabs or bars.',
    )
}

/**
 * Tells how a table is written from its first lines: by `sep=`, else by the delimiter under which most rows are as wide
 * as the header. Two that fit alike are noted. @throws TableRefusal where no line of the head can be the header
 */
export function detectDialect(head: string, isWhole: boolean, limits: Limits, onNote: OnNote): Dialect {
  const stated = statedDelimiter(head)
  const text = stated === null ? head : head.slice(stated.skip)
  const quote = quoteOf(text, limits)
  const base = { quote, skip: stated?.skip ?? 0, skippedLines: stated === null ? 0 : 1 }
  if (stated !== null) return { ...base, delimiter: stated.delimiter }
  const split = DELIMITERS.map((delimiter) => ({
    delimiter,
    records: recordsOf(text, isWhole, { ...limits, delimiter, quote }),
  }))
  const candidates = split
    .map(({ delimiter, records }) => judge(delimiter, records))
    .filter(({ columns }) => columns > 1)
    .sort(better)
  const [best, second] = candidates
  for (const { delimiter, records } of split)
    if (best === undefined || (best.fitting === 0 && delimiter === best.delimiter)) refuseTitle(records)
  if (best === undefined) {
    refuseSpaces(text)
    return { ...base, delimiter: null }
  }
  if (second !== undefined && best.fitting === second.fitting && best.numeric === second.numeric)
    onNote({
      kind: 'delimiter',
      line: 1,
      message: `Both ${DELIMITER_WORDS[best.delimiter]} and ${DELIMITER_WORDS[second.delimiter]} could part the columns; it was read with ${DELIMITER_WORDS[best.delimiter]}.`,
      next: `If that is wrong, write "sep=${second.delimiter}" above the header.`,
    })
  return { ...base, delimiter: best.delimiter }
}
