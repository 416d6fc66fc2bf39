import Link from 'next/link'
import { typedUsd } from '#components/models/usd.ts'
import type { Column } from '#components/patterns/column.ts'
import { formatDuration } from '#components/patterns/format.ts'
import { CandidateBadge } from '#components/patterns/status-badge.tsx'
import { candidateHref, candidateNumber } from '#components/runs/candidate-number.ts'
import { GateDots } from '#components/runs/gate-dots.tsx'
import { Phases } from '#components/runs/phases.tsx'
import type { CandidateView, RunDetail } from '#lib/contracts/runs.ts'

const numberColumn = (run: RunDetail): Column<CandidateView> => ({
  id: 'ordinal',
  text: (lane) => candidateNumber(lane.ordinal),
  title: '#',
  numeric: true,
  cell: (lane) => (
    <Link href={candidateHref(run.id, lane.ordinal)} className="link inline-block min-h-6 min-w-6">
      <span className="sr-only">Candidate </span>
      {candidateNumber(lane.ordinal)}
    </Link>
  ),
})
const COST: Column<CandidateView> = {
  id: 'cost',
  text: (lane) => typedUsd(lane.costMicroUsd),
  title: 'Cost, USD',
  numeric: true,
  cell: (lane) => typedUsd(lane.costMicroUsd),
}

const COLUMNS: readonly Column<CandidateView>[] = [
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
        <span className="block max-w-64 truncate" title={lane.reason}>
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

/** Columns that say something: reasons where there are some, costs where a model plays. */
export function laneColumns(run: RunDetail, lanes: readonly CandidateView[]): Column<CandidateView>[] {
  const isExplained = lanes.some((lane) => lane.reason !== null)
  const shown = COLUMNS.filter((column) => isExplained || column.id !== 'reason')
  const place = shown.findIndex((column) => column.id === 'status') + 1
  const cost = run.cost.capMicroUsd === null ? [] : [COST]
  return [numberColumn(run), ...shown.slice(0, place), ...cost, ...shown.slice(place)]
}
