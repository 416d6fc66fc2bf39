import { z } from 'zod'

const TableView = z.object({
  density: z.enum(['normal', 'compact']),
  /** Only columns that the reader switched: a column that comes later starts as its page wants it. */
  columns: z.record(z.string(), z.boolean()),
})
/** How a reader wants to see a table: density, and columns shown or hidden against the default. */
export type TableView = z.infer<typeof TableView>

export const DEFAULT_VIEW: TableView = { density: 'normal', columns: {} }

/** The view that the browser kept; the default where there is none or it has another form. */
export function readTableView(text: string | null): TableView {
  if (text === null) return DEFAULT_VIEW
  try {
    return TableView.catch(DEFAULT_VIEW).parse(JSON.parse(text))
  } catch {
    return DEFAULT_VIEW
  }
}

export const visibilityOf = (
  columns: readonly { id: string; optional?: boolean }[],
  view: TableView,
): Record<string, boolean> =>
  Object.fromEntries(columns.map((column) => [column.id, view.columns[column.id] ?? !column.optional]))
