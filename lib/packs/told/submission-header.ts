import { linesOf } from '#lib/domain/scan-text.ts'

const NAME = /^[A-Za-z_][\w .()-]{0,60}$/
const cellsOf = (line: string): string[] =>
  line.split(',').map((cell) => cell.trim().replace(/^["']/, '').replace(/["']$/, ''))

/** Columns of the submission that a statement shows in a block of code: its header, and a row as wide below it. */
export function headerInStatement(statement: string): string[] | null {
  let isAfterHeading = false
  let isCode = false
  let above: string[] | null = null
  for (const line of linesOf(statement)) {
    const text = line.trim()
    if (/submission/i.test(text) && !isCode) isAfterHeading = true
    if (text.startsWith('```')) {
      isCode = !isCode
      above = null
      continue
    }
    if (!isAfterHeading || (!isCode && !/^(?: {4}|\t)/.test(line))) continue
    const cells = cellsOf(text)
    if (above !== null && above.length === cells.length) return above
    above = cells.length >= 2 && cells.every((cell) => NAME.test(cell)) ? cells : null
  }
  return null
}
