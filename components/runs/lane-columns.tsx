import { clsx } from 'clsx'
import Link from 'next/link'
import { typedUsd } from '#components/models/usd.ts'
import type { Column } from '#components/patterns/column.ts'
import { environmentHref } from '#components/patterns/environment-url.ts'
import { formatDuration } from '#components/patterns/format.ts'
import { CandidateBadge } from '#components/patterns/status-badge.tsx'
import { GateDots } from '#components/runs/gate-dots.tsx'
import { Phases } from '#components/runs/phases.tsx'
import type { CandidateView, RunDetail } from '#lib/contracts/runs.ts'
import { candidateHref, candidateNumber } from '#lib/domain/candidate-number.ts'

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

/** It takes the room that is left; where reasons need that, it is cut. */
const environmentColumn = (isCut: boolean): Column<CandidateView> => ({
  id: 'result',
  text: (lane) => lane.environment?.slug ?? null,
  title: 'Environment',
  ...(isCut ? {} : { grows: true }),
  cell: (lane) =>
    lane.environment ? (
      <Link
        href={environmentHref(lane.environment.slug, lane.environment.version)}
        data-row-link
        title={lane.environment.title}
        className={clsx('block truncate font-medium leading-6 hover:underline', isCut && 'max-w-44')}
      >
        {lane.environment.title}
      </Link>
    ) : (
      <span className="text-muted">–</span>
    ),
})

const COLUMNS: readonly Column<CandidateView>[] = [
  {
    id: 'seed',
    text: (lane) => lane.seed.slug,
    title: 'Seed',
    cell: (lane) => (
      <Link
        href={`/seeds/${lane.seed.slug}`}
        title={lane.seed.slug}
        className="block max-w-36 truncate leading-6 hover:underline"
      >
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
    grows: true,
    cell: (lane) =>
      lane.reason ? (
        <span title={lane.reason} className="line-clamp-3 whitespace-normal">
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
  return [
    numberColumn(run),
    environmentColumn(isExplained),
    ...shown.slice(0, place),
    ...cost,
    ...shown.slice(place),
  ]
}
