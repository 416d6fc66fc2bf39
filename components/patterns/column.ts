import type { ReactNode } from 'react'
import type { CsvCell } from '#lib/domain/csv.ts'

export type Column<Row> = {
  id: string
  title: string
  cell: (row: Row) => ReactNode
  /** The cell as plain data for CSV; columns without it are not exported. */
  text?: (row: Row) => CsvCell
  /** Right-aligned tabular figures. */
  numeric?: boolean
  sortable?: boolean
  /** Hidden until the reader asks for it. */
  optional?: boolean
  /** Takes the room that the other columns leave, and cuts its text where that is too little. */
  grows?: boolean
  /** Drawn below the title: a histogram, a unit. */
  head?: ReactNode
}

/** Head and rows of the columns that have plain data, in their order on the screen. */
export function csvRows<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): CsvCell[][] {
  const exported = columns.flatMap((column) =>
    column.text ? [{ title: column.title, text: column.text }] : [],
  )
  return [
    exported.map((column) => column.title),
    ...rows.map((row) => exported.map((column) => column.text(row))),
  ]
}
