'use client'

import { columnVisibilityFeature, createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table'
import { clsx } from 'clsx'
import { Columns3, Download } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { ScrollRegion } from '#components/patterns/scroll-region.tsx'
import { SortHeader, type SortState } from '#components/patterns/sort-header.tsx'
import { Button, DownloadLink } from '#components/ui/button.tsx'
import { Menu, MenuCheck, MenuChoice, MenuLine } from '#components/ui/menu.tsx'

const features = tableFeatures({ columnVisibilityFeature })

export type Column<Row> = {
  id: string
  title: string
  cell: (row: Row) => ReactNode
  /** Right-aligned tabular figures. */
  numeric?: boolean
  sortable?: boolean
  /** Hidden until the reader asks for it. */
  optional?: boolean
  /** Drawn below the title: a histogram, a unit. */
  head?: ReactNode
}

type DataTableProps<Row> = {
  /** What the rows are, for a screen reader. */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowId: (row: Row) => string
  sort?: SortState
  /** `240 environments`, `100 of 1,000 rows`. */
  count: ReactNode
  csvHref?: string
  selectedId?: string | null
  empty: ReactNode
  /** Height after which the body scrolls below its head. */
  maxHeight?: string
}

const ROW_HEIGHTS = { normal: 'h-8', compact: 'h-7' } as const
type Density = keyof typeof ROW_HEIGHTS

/** Dense table with a sticky head. Sorting and filtering are the server's; columns and density the reader's. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { columns, rows, rowId, sort } = props
  const [density, setDensity] = useState<Density>('normal')
  const [columnVisibility, setVisibility] = useState<Record<string, boolean>>(() =>
    Object.fromEntries(columns.filter((column) => column.optional).map((column) => [column.id, false])),
  )
  const definitions = useMemo(() => {
    const helper = createColumnHelper<typeof features, Row>()
    return helper.columns(
      columns.map((column) =>
        helper.display({ id: column.id, cell: ({ row }) => column.cell(row.original) }),
      ),
    )
  }, [columns])
  const byId = new Map(columns.map((column) => [column.id, column]))
  const data = useMemo(() => [...rows], [rows])
  const table = useTable({
    features,
    columns: definitions,
    data,
    getRowId: rowId,
    state: { columnVisibility },
  })

  return (
    <div className="min-w-0">
      <div className="flex flex-wrap items-center justify-between gap-2 px-3 py-1.5 text-xs text-muted">
        <span role="status" className="num">
          {props.count}
        </span>
        <span className="flex items-center gap-1.5">
          {props.csvHref ? (
            <DownloadLink href={props.csvHref} icon={<Download size={14} aria-hidden />}>
              CSV
            </DownloadLink>
          ) : null}
          <Menu
            trigger={
              <Button tone="plain" icon={<Columns3 size={14} aria-hidden />}>
                View
              </Button>
            }
          >
            <MenuChoice
              label="Density"
              value={density}
              onChange={(value) => setDensity(value === 'compact' ? 'compact' : 'normal')}
              options={[
                { value: 'normal', label: 'Normal' },
                { value: 'compact', label: 'Compact' },
              ]}
            />
            <MenuLine />
            {columns.map((column) => (
              <MenuCheck
                key={column.id}
                checked={columnVisibility[column.id] ?? true}
                onChange={(on) => setVisibility((before) => ({ ...before, [column.id]: on }))}
              >
                {column.title}
              </MenuCheck>
            ))}
          </Menu>
        </span>
      </div>
      <ScrollRegion label={props.caption} maxHeight={props.maxHeight} bordered>
        <table className="w-full border-collapse text-left">
          <caption className="sr-only">{props.caption}</caption>
          <thead className="sticky top-0 z-10 bg-raised">
            <tr>
              {table.getVisibleLeafColumns().map(({ id }) => {
                const column = byId.get(id)
                return column ? <SortHeader key={id} column={column} sort={sort} /> : null
              })}
            </tr>
          </thead>
          <tbody>
            {table.getRowModel().rows.map((row) => (
              <tr
                key={row.id}
                id={`row-${row.id}`}
                aria-current={props.selectedId === row.id || undefined}
                className={clsx(
                  ROW_HEIGHTS[density],
                  'border-t border-line first:border-t-0 hover:bg-sunken aria-current:bg-sand-soft',
                )}
              >
                {row.getVisibleCells().map((cell) => (
                  <td
                    key={cell.id}
                    className={clsx(
                      'px-3 whitespace-nowrap',
                      byId.get(cell.column.id)?.numeric && 'num text-right',
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
