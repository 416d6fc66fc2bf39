export type CsvCell = string | number | null

/** What spreadsheets skip before they look for a formula: white space, controls, invisible marks. */
const SKIPPED = /^[\s\p{C}]*/u
/** Signs that begin a formula; wide and small forms are folded before, the minus of typesetters is not. */
const SIGN = /^[=+\-@\u2212]/
const LEADING_CONTROL = /^\p{Cc}/u

/** A cell that a spreadsheet would run as a formula gets a leading apostrophe; numbers stay numbers. */
function neutral(text: string): string {
  const seen = text.replace(SKIPPED, '').normalize('NFKC').trimStart()
  return SIGN.test(seen) || LEADING_CONTROL.test(text) ? `'${text}` : text
}

function encode(cell: CsvCell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const text = neutral(cell)
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** RFC 4180 with `\n` line ends; the first row is the head. */
export const toCsv = (rows: readonly (readonly CsvCell[])[]): string =>
  rows.map((row) => `${row.map(encode).join(',')}\n`).join('')
