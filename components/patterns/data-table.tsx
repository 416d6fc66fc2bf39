'use client'

import { columnVisibilityFeature, createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table'
import { clsx } from 'clsx'
import { type ReactNode, useMemo } from 'react'
import { store, useStored } from '#components/data/use-stored.ts'
import type { Column } from '#components/patterns/column.ts'
import { ScrollRegion } from '#components/patterns/scroll-region.tsx'
import { SortHeader, type SortState } from '#components/patterns/sort-header.tsx'
import { type CsvSource, type Density, TableToolbar } from '#components/patterns/table-toolbar.tsx'
import { readTableView, type TableView, visibilityOf } from '#components/patterns/table-view.ts'

const features = tableFeatures({ columnVisibilityFeature })
const ROW_HEIGHTS: Record<Density, string> = { normal: 'h-8', compact: 'h-7' }
const ROW = 'border-t border-line first:border-t-0 hover:bg-sunken aria-[current]:bg-sand-soft'

type DataTableProps<Row> = {
  /** What the rows are, for a screen reader. */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowId: (row: Row) => string
  sort?: SortState
  /** `240 environments`, `100 of 1,000 rows`. */
  count: ReactNode
  csv?: CsvSource<Row>
  selectedId?: string | null
  empty: ReactNode
  /** Height after which the body scrolls below its head. */
  maxHeight?: string
}

/** Dense table with a sticky head. Sorting and filtering are the server's; columns and density the reader's. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { columns, rows, rowId } = props
  const key = `sandmle-table:${props.caption}`
  const view = readTableView(useStored(key))
  const save = (next: TableView) => store(key, JSON.stringify(next))
  const { density } = view
  const visibility = visibilityOf(columns, view)
  const table = useRows(columns, rows, rowId, visibility)
  const byId = new Map(columns.map((column) => [column.id, column]))
  return (
    <div className="min-w-0">
      <TableToolbar
        count={props.count}
        columns={columns}
        rows={rows}
        csv={props.csv}
        visibility={visibility}
        onVisible={(id, on) => save({ ...view, columns: { ...view.columns, [id]: on } })}
        density={density}
        onDensity={(next) => save({ ...view, density: next })}
      />
      <ScrollRegion label={props.caption} maxHeight={props.maxHeight} bordered>
        <table className="w-full border-collapse text-left">
          <caption className="sr-only">{props.caption}</caption>
          {/* Heads of nothing would say less than the words below. */}
          <thead className={clsx('sticky top-0 z-10 bg-raised', rows.length === 0 && 'hidden')}>
            <tr>
              {table.getVisibleLeafColumns().map(({ id }) => {
                const column = byId.get(id)
                return column ? <SortHeader key={id} column={column} sort={props.sort} /> : null
              })}
            </tr>
          </thead>
          <tbody>
            {table.getRowModel().rows.map((row) => (
              <tr
                key={row.id}
                id={`row-${row.id}`}
                aria-current={props.selectedId === row.id || undefined}
                className={clsx(ROW_HEIGHTS[density], ROW)}
              >
                {row.getVisibleCells().map((cell) => (
                  <td
                    key={cell.id}
                    className={clsx(
                      'px-2.5 whitespace-nowrap first:pl-3 last:pr-3',
                      byId.get(cell.column.id)?.numeric && 'num text-right',
                      byId.get(cell.column.id)?.grows && 'w-full max-w-0 truncate',
                    )}
                  >
                    <table.FlexRender cell={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {rows.length === 0 ? props.empty : null}
      </ScrollRegion>
    </div>
  )
}

function useRows<Row extends object>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  rowId: (row: Row) => string,
  columnVisibility: Record<string, boolean>,
) {
  const definitions = useMemo(() => {
    const helper = createColumnHelper<typeof features, Row>()
    return helper.columns(
      columns.map((column) =>
        helper.display({ id: column.id, cell: ({ row }) => column.cell(row.original) }),
      ),
    )
  }, [columns])
  const data = useMemo(() => [...rows], [rows])
  return useTable({ features, columns: definitions, data, getRowId: rowId, state: { columnVisibility } })
}
