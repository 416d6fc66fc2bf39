'use client'

import Link from 'next/link'
import type { Column } from '#components/patterns/column.ts'
import { DataTable } from '#components/patterns/data-table.tsx'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { formatDuration, plural } from '#components/patterns/format.ts'
import { CandidateBadge } from '#components/patterns/status-badge.tsx'
import { candidateNumber } from '#components/runs/candidate-number.ts'
import { GateDots } from '#components/runs/gate-dots.tsx'
import { PHASE_LEGEND, Phases } from '#components/runs/phases.tsx'
import { Button } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { CandidateView } from '#lib/contracts/runs.ts'
import type { CandidateStatus } from '#lib/domain/run.ts'

type LanesProps = {
  lanes: readonly CandidateView[]
  total: number
  filtered: CandidateStatus | null
  onClear: () => void
}

const COLUMNS: readonly Column<CandidateView>[] = [
  {
    id: 'ordinal',
    text: (lane) => candidateNumber(lane.ordinal),
    title: '#',
    numeric: true,
    cell: (lane) => candidateNumber(lane.ordinal),
  },
  {
    id: 'result',
    text: (lane) => lane.environment?.slug ?? null,
    title: 'Environment',
    cell: (lane) =>
      lane.environment ? (
        <Link
          href={`/environments/${lane.environment.slug}?version=${lane.environment.version}`}
          data-row-link
          className="font-medium hover:underline"
        >
          {lane.environment.title}
        </Link>
      ) : (
        <span className="text-muted">–</span>
      ),
  },
  {
    id: 'seed',
    text: (lane) => lane.seed.slug,
    title: 'Seed',
    cell: (lane) => (
      <Link href={`/seeds/${lane.seed.slug}`} className="hover:underline">
        {lane.seed.slug}
      </Link>
    ),
  },
  { id: 'phases', title: 'Roles', cell: (lane) => <Phases lane={lane} /> },
  { id: 'gates', title: 'Gates', cell: (lane) => <GateDots gates={lane.gates} /> },
  {
    id: 'repairs',
    text: (lane) => lane.repairs,
    title: 'Repairs',
    numeric: true,
    cell: (lane) => lane.repairs,
  },
  {
    id: 'status',
    text: (lane) => lane.status,
    title: 'Status',
    cell: (lane) => <CandidateBadge status={lane.status} />,
  },
  {
    id: 'reason',
    text: (lane) => lane.reason,
    title: 'Reason',
    cell: (lane) =>
      lane.reason ? (
        <span className="block max-w-80 truncate" title={lane.reason}>
          {lane.reasonCode ? `${lane.reasonCode}: ` : ''}
          {lane.reason}
        </span>
      ) : null,
  },
  {
    id: 'time',
    text: (lane) => durationOf(lane),
    title: 'Time',
    numeric: true,
    cell: (lane) => formatDuration(durationOf(lane)),
  },
]

function durationOf(lane: CandidateView): number | null {
  if (!lane.startedAt || !lane.finishedAt) return null
  return Date.parse(lane.finishedAt) - Date.parse(lane.startedAt)
}

/** One row a candidate, one cell a role; hover or focus tells its last step. */
export function Lanes({ lanes, total, filtered, onClear }: LanesProps) {
  const isExplained = lanes.some((lane) => lane.reason !== null)
  const columns = COLUMNS.filter((column) => isExplained || column.id !== 'reason')
  return (
    <Panel
      title="Candidates"
      note={filtered ? `${filtered} only` : PHASE_LEGEND}
      flush
      actions={filtered ? <Button onClick={onClear}>Show all {total}</Button> : null}
    >
      <DataTable
        caption="Candidates"
        csv={{ kind: 'rows', filename: 'candidates.csv' }}
        columns={columns}
        rows={lanes}
        rowId={(lane) => lane.id}
        count={plural(lanes.length, 'candidate')}
        maxHeight="max(60vh, 36rem)"
        empty={
          filtered ? (
            <EmptyState kind="filtered" clear={<Button onClick={onClear}>Show all</Button>} />
          ) : (
            <EmptyState kind="none" title="No candidate">
              Candidates appear as soon as the run is stored.
            </EmptyState>
          )
        }
      />
    </Panel>
  )
}
