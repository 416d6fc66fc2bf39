import { TableRefusal } from '#lib/tables/table-note.ts'

/** One record of a table: its cells as they stand, quotes taken off, and the line on which it begins. */
export type SplitRecord = { line: number; cells: string[] }
export type RecordSplitter = {
  push(text: string): SplitRecord[]
  /** The record that no line end closed. `isCut`: the text ends inside a quote that was opened on its last line. */
  end(): { records: SplitRecord[]; isCut: boolean }
}
export type SplitOptions = {
  delimiter: string
  quote: string
  /** Longest record, in characters. */
  recordLength: number
  /** Most cells of a record. */
  columns: number
}

const LF = 10
const CR = 13
const SPACE = 32
const HASH = '#'.charCodeAt(0)
const BRACE = '{'.charCodeAt(0)
const CLOSE = 'Close the quote, or double the quotes inside the cell.'

/**
 * Splits text into records, however it is cut into pieces. Lines may end in LF, CRLF or CR alone, mixed as they come; a
 * quoted cell may hold delimiters and line ends. Empty lines are passed over. @throws TableRefusal for a quote that is
 * followed by other text, or never closed, and for a record that is too long
 */
export function recordSplitter({ delimiter, quote, recordLength, columns }: SplitOptions): RecordSplitter {
  const separator = delimiter.charCodeAt(0)
  const mark = quote.charCodeAt(0)
  let state: 'start' | 'plain' | 'quoted' | 'closed' = 'start'
  let isAfterCr = false
  /** A line `#{"env": "x"}`, as Stable-Baselines3 writes above its header: quotes in it are JSON's. */
  let remark: 'none' | 'hash' | 'json' = 'none'
  let cells: string[] = []
  /** What earlier pieces, or parts before a doubled quote, gave of the open cell. */
  let held = ''
  let length = 0
  let line = 1
  let recordLine = 1
  let quoteLine = 1
  let records: SplitRecord[] = []

  const endCell = (rest: string) => {
    const cell = held + rest
    length += cell.length
    if (length > recordLength || cells.length >= columns) throw tooLong()
    cells.push(cell)
    held = ''
    state = 'start'
  }
  const endRecord = () => {
    // A single empty cell is an empty line.
    if (cells.length > 1 || cells[0] !== '') records.push({ line: recordLine, cells })
    cells = []
    length = 0
    remark = 'none'
  }
  const tooLong = () =>
    new TableRefusal(
      cells.length >= columns
        ? `A row has more than ${columns} cells.`
        : `A row is longer than ${recordLength} characters; perhaps a quote is not closed.`,
      state === 'quoted' ? quoteLine : recordLine,
      cells.length >= columns ? 'Keep the columns that are needed.' : CLOSE,
    )
  const push = (text: string): SplitRecord[] => {
    records = []
    let from = 0
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      const isSecondHalf = code === LF && isAfterCr
      isAfterCr = code === CR
      if (isSecondHalf && state !== 'quoted') {
        from = at + 1
        continue
      }
      const isEnd = code === LF || code === CR
      if (isEnd && !isSecondHalf) line++
      if (code === HASH && state === 'start' && cells.length === 0) remark = 'hash'
      else if (remark === 'hash' && code !== SPACE) remark = code === BRACE ? 'json' : 'none'
      if (state === 'quoted') {
        if (code !== mark) continue
        held += text.slice(from, at)
        from = at + 1
        state = 'closed'
      } else if (code === separator || isEnd) {
        endCell(state === 'closed' ? '' : text.slice(from, at))
        from = at + 1
        if (!isEnd) continue
        endRecord()
        recordLine = line
      } else if (state === 'closed') {
        if (code === mark) {
          held += quote
          state = 'quoted'
        } else if (code !== SPACE)
          throw new TableRefusal('A quote is followed by other text in its cell.', line, CLOSE)
        from = at + 1
      } else if (state === 'start') {
        if (code === mark && remark !== 'json') {
          state = 'quoted'
          held = ''
          from = at + 1
          quoteLine = line
        } else if (code !== SPACE) state = 'plain'
      }
    }
    if (state !== 'closed') held += text.slice(from)
    if (length + held.length > recordLength) throw tooLong()
    return records
  }
  const end = () => {
    records = []
    const isCut = state === 'quoted'
    if (isCut && quoteLine < line)
      throw new TableRefusal(`The quote that opens on line ${quoteLine} is not closed.`, quoteLine, CLOSE)
    if (cells.length > 0 || held !== '' || state === 'closed') {
      endCell('')
      endRecord()
    }
    return { records, isCut }
  }
  return { push, end }
}
