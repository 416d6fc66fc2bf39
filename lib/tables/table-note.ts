/**
 * Something to know about a table that was read all the same: what, where, and what helps. `kind` tells complaints
 * apart, so that whoever collects them may count.
 */
export type TableNote = { kind: string; line: number | null; message: string; next: string }
export type OnNote = (note: TableNote) => void

/** Why a table is not read: the message says what is wrong, `line` where, `next` what to do about it. */
export class TableRefusal extends Error {
  readonly line: number | null
  readonly next: string
  constructor(message: string, line: number | null, next: string) {
    super(message)
    this.name = 'TableRefusal'
    this.line = line
    this.next = next
  }
}

const CELL_LENGTH = 40

/** A stranger's cell as a sentence can hold it. */
export const shownCell = (cell: string): string =>
  JSON.stringify(cell.length > CELL_LENGTH ? `${cell.slice(0, CELL_LENGTH)}…` : cell)

const PLACES = 8

/** `line 3`, `lines 3, 7 and 12`, `lines 3, 7, 12 and 40 more`. */
export function linesInWords(lines: readonly number[], count: number): string {
  const named = lines.slice(0, PLACES)
  const more = count - named.length
  if (count === 1) return `line ${named[0]}`
  if (more > 0) return `lines ${named.join(', ')} and ${more} more`
  return `lines ${named.slice(0, -1).join(', ')} and ${named.at(-1)}`
}
