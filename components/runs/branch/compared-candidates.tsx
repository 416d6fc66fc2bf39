'use client'

import Link from 'next/link'
import type { Column } from '#components/patterns/column.ts'
import { DataTable } from '#components/patterns/data-table.tsx'
import { environmentHref } from '#components/patterns/environment-url.ts'
import { plural } from '#components/patterns/format.ts'
import { CandidateBadge } from '#components/patterns/status-badge.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { ComparedCell, RunComparison } from '#lib/contracts/compare-runs.ts'
import { formatUsd } from '#lib/domain/model-cost.ts'

type Row = RunComparison['rows'][number]
type SideOf = (row: Row) => ComparedCell | null

function outcome(cell: ComparedCell | null, href: string) {
  if (cell === null) return '–'
  return (
    <span className="inline-flex items-center gap-2">
      <CandidateBadge status={cell.status} />
      {cell.environment ? (
        <Link className="link" href={environmentHref(cell.environment.slug, cell.environment.version)}>
          v{cell.environment.version} {cell.environment.status}
        </Link>
      ) : (
        <Link className="link" href={href}>
          {cell.repeatsOther ? 'repeats the other run' : (cell.reasonCode ?? 'candidate')}
        </Link>
      )}
    </span>
  )
}

const costOf = (cell: ComparedCell | null) => (cell ? cell.costMicroUsd + cell.reusedMicroUsd : null)

function sideColumns(name: 'A' | 'B', runId: string, of: SideOf): Column<Row>[] {
  return [
    {
      id: `${name}-outcome`,
      title: `${name}: outcome`,
      cell: (row) => outcome(of(row), `/runs/${runId}/candidates/${row.ordinal + 1}`),
      text: (row) => of(row)?.status ?? null,
    },
    {
      id: `${name}-cost`,
      title: `${name}: cost, USD`,
      numeric: true,
      cell: (row) => {
        const cost = costOf(of(row))
        return cost === null ? '–' : formatUsd(cost)
      },
      text: (row) => {
        const cost = costOf(of(row))
        return cost === null ? null : cost / 1_000_000
      },
    },
    {
      id: `${name}-minutes`,
      title: `${name}: minutes`,
      numeric: true,
      cell: (row) => of(row)?.minutes?.toFixed(2) ?? '–',
      text: (row) => of(row)?.minutes ?? null,
    },
    {
      id: `${name}-reused`,
      title: `${name}: steps taken over`,
      numeric: true,
      cell: (row) => of(row)?.reusedSteps ?? '–',
      text: (row) => of(row)?.reusedSteps ?? null,
    },
  ]
}

/** Every place of both runs: the same seed and slot side by side. */
export function Candidates({ comparison: { a, b, rows } }: { comparison: RunComparison }) {
  const columns: Column<Row>[] = [
    {
      id: 'place',
      title: 'Place',
      numeric: true,
      cell: (row) => row.ordinal + 1,
      text: (row) => row.ordinal + 1,
    },
    {
      id: 'seed',
      title: 'Seed',
      cell: (row) => `${row.seed}${row.sameSeed ? '' : ' (not the same on both sides)'}`,
      text: (row) => row.seed,
    },
    ...sideColumns('A', a.id, (row) => row.a),
    ...sideColumns('B', b.id, (row) => row.b),
  ]
  return (
    <Panel title="Place by place" flush>
      <DataTable
        caption="Candidates side by side"
        columns={columns}
        rows={rows}
        rowId={(row) => String(row.ordinal)}
        count={plural(rows.length, 'place')}
        csv={{ kind: 'rows', filename: `candidates-${a.id.slice(-6)}-${b.id.slice(-6)}.csv` }}
        empty={null}
      />
    </Panel>
  )
}
