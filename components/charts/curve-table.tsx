'use client'

import { ChevronRight } from 'lucide-react'
import { useMemo, useState } from 'react'
import { type CurveRow, curveRows } from '#components/charts/prepare-curve-table.ts'
import type { CurveChartModel } from '#components/charts/prepare-curves.ts'
import { formatX } from '#components/charts/x-axis.ts'
import { Pager } from '#components/patterns/pager.tsx'
import { PlainTable } from '#components/patterns/plain-table.tsx'

const PAGE = 50

/** The same points as numbers; made when somebody opens it. */
export function CurveTable({ model }: { model: CurveChartModel }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details className="group/table mt-1" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="inline-flex min-h-6 list-none items-center gap-1 text-xs text-muted hover:text-ink">
        <ChevronRight size={12} aria-hidden className="group-open/table:rotate-90" />
        Table
        <span className="sr-only"> of {model.metric}</span>
      </summary>
      {isOpen ? <Rows model={model} /> : null}
    </details>
  )
}

const shown = (value: number | null): string => (value === null ? '' : String(value))

function Rows({ model }: { model: CurveChartModel }) {
  const [page, setPage] = useState(1)
  const rows = useMemo(() => curveRows(model), [model])
  const columns = COLUMNS.filter((column) => !column.optional || rows.some(column.optional))
  const first = (Math.min(page, Math.max(1, Math.ceil(rows.length / PAGE))) - 1) * PAGE
  return (
    <div className="mt-1 rounded-md border border-line">
      <PlainTable
        caption={`Points of ${model.metric}`}
        columns={columns.map(({ title, numeric }) => ({ title, numeric }))}
        rows={rows.slice(first, first + PAGE).map((row) => ({
          id: row.id,
          cells: columns.map((column) => column.cell(row, model.x)),
        }))}
      />
      <Pager page={page} pageSize={PAGE} total={rows.length} onPage={setPage} />
    </div>
  )
}

type TableColumn = {
  title: string
  numeric: boolean
  cell: (row: CurveRow, x: string) => string
  /** Shown where a row has it. */
  optional?: (row: CurveRow) => boolean
}
const COLUMNS: readonly TableColumn[] = [
  { title: 'Series', numeric: false, cell: (row) => row.series },
  { title: 'x', numeric: true, cell: (row, x) => formatX(x, row.x) },
  { title: 'Value', numeric: true, cell: (row) => shown(row.value) },
  { title: 'Raw', numeric: true, cell: (row) => shown(row.raw), optional: (row) => row.raw !== null },
  { title: 'Low', numeric: true, cell: (row) => shown(row.low), optional: (row) => row.low !== null },
  { title: 'High', numeric: true, cell: (row) => shown(row.high), optional: (row) => row.high !== null },
  { title: 'n', numeric: true, cell: (row) => shown(row.n), optional: (row) => row.n !== null },
  { title: 'Note', numeric: false, cell: (row) => row.note, optional: (row) => row.note !== '' },
]
