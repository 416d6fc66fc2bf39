import { type OpenTable, openTable, type TableOptions, type TableRow } from '#lib/tables/open-table.ts'
import type { TableNote } from '#lib/tables/table-note.ts'

/** A whole table whose bytes come in pieces of a size. */
export async function readAllRows(
  content: string | Uint8Array,
  options: Partial<TableOptions> = {},
  pieceBytes = 7,
): Promise<Pick<OpenTable, 'header' | 'dialect'> & { rows: TableRow[]; notes: TableNote[] }> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
  }
  const notes: TableNote[] = []
  const { header, dialect, rows } = await openTable(pieces(), {
    ragged: 'leave-out',
    recordLength: 1e6,
    columns: 10_000,
    onNote: (note) => notes.push(note),
    ...options,
  })
  const read: TableRow[] = []
  for await (const row of rows) read.push(row)
  return { header, dialect, rows: read, notes }
}
