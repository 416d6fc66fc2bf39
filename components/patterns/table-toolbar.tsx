'use client'

import { clsx } from 'clsx'
import { Columns3, Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { type Column, csvRows } from '#components/patterns/column.ts'
import { CsvButton } from '#components/patterns/csv-button.tsx'
import { Button, DownloadLink } from '#components/ui/button.tsx'
import { Menu, MenuCheck, MenuChoice, MenuLine } from '#components/ui/menu.tsx'

export type Density = 'normal' | 'compact'

/** Address of a ready CSV, or the name under which the rows are saved as one. */
export type CsvSource<Row> =
  | { kind: 'href'; href: string }
  | { kind: 'rows'; filename: string; loadAll?: () => Promise<readonly Row[]> }

type TableToolbarProps<Row> = {
  count: ReactNode
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  csv: CsvSource<Row> | undefined
  visibility: Readonly<Record<string, boolean>>
  onVisible: (id: string, on: boolean) => void
  density: Density
  onDensity: (density: Density) => void
}

/** How many rows there are, their CSV, and what the reader wants to see of them. */
export function TableToolbar<Row>(props: TableToolbarProps<Row>) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 px-3 py-1.5 text-xs text-muted">
      <span role="status" className="num">
        {props.count}
      </span>
      <span className={clsx('items-center gap-1.5', props.rows.length === 0 ? 'hidden' : 'flex')}>
        <CsvExport csv={props.csv} columns={props.columns} rows={props.rows} />
        <Menu trigger={<Button icon={<Columns3 size={14} aria-hidden />}>View</Button>}>
          <MenuChoice
            label="Density"
            value={props.density}
            onChange={(value) => props.onDensity(value === 'compact' ? 'compact' : 'normal')}
            options={[
              { value: 'normal', label: 'Normal' },
              { value: 'compact', label: 'Compact' },
            ]}
          />
          <MenuLine />
          {props.columns.map((column) => (
            <MenuCheck
              key={column.id}
              checked={props.visibility[column.id] ?? true}
              onChange={(on) => props.onVisible(column.id, on)}
            >
              {column.title}
            </MenuCheck>
          ))}
        </Menu>
      </span>
    </div>
  )
}

function CsvExport<Row>({ csv, columns, rows }: Pick<TableToolbarProps<Row>, 'csv' | 'columns' | 'rows'>) {
  if (!csv) return null
  if (csv.kind === 'href') {
    return (
      <DownloadLink href={csv.href} icon={<Download size={14} aria-hidden />}>
        CSV
      </DownloadLink>
    )
  }
  const load = async () => csvRows(columns, csv.loadAll ? await csv.loadAll() : rows)
  return <CsvButton filename={csv.filename} load={load} />
}
