import Link from 'next/link'
import { ChartFigure } from '#components/charts/chart-figure.tsx'
import { OutcomesChart } from '#components/charts/outcomes-chart.tsx'
import { type DayOutcomes, sumOutcomes } from '#components/charts/prepare-outcomes.ts'
import { plural } from '#components/patterns/format.ts'
import { FunnelBar } from '#components/patterns/funnel.tsx'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { RunBadge } from '#components/patterns/status-badge.tsx'
import { Time } from '#components/patterns/time.tsx'
import { wholeFunnel } from '#components/runs/run-stream.ts'
import { ButtonLink } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { Overview } from '#lib/contracts/overview.ts'
import type { RunView } from '#lib/contracts/runs.ts'
import { CANDIDATE_END_STATUSES } from '#lib/domain/run.ts'
import type { VersionStatus } from '#lib/domain/version.ts'

/** Runs with their counts, newest first. */
export function RunsPanel({
  title,
  runs,
  nothing,
}: {
  title: string
  runs: readonly RunView[]
  nothing: string
}) {
  return (
    <Panel title={title} flush actions={<ButtonLink href="/runs">All runs</ButtonLink>}>
      {runs.length === 0 ? (
        <p className="p-3 text-muted">{nothing}</p>
      ) : (
        <ul className="divide-y divide-line">
          {runs.map((run) => (
            <li
              key={run.id}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-3 py-1.5"
            >
              <Link
                href={`/runs/${run.id}`}
                data-row-link
                className="min-w-0 truncate font-medium hover:underline"
              >
                {run.name}
              </Link>
              <span className="flex items-center gap-3">
                <FunnelBar counts={wholeFunnel(run.funnel)} />
                <RunBadge status={run.status} verified={wholeFunnel(run.funnel).verified} />
                <span className="text-xs text-muted">
                  <Time iso={run.createdAt} />
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

const count = (overview: Overview, status: VersionStatus): number => overview.environments[status] ?? 0

/** The five numbers of the loop, each with its way in. */
export function LoopFigures({ overview }: { overview: Overview }) {
  const figures = [
    {
      label: 'Running now',
      value: overview.runs.active - overview.runs.waiting,
      note:
        overview.runs.waiting === 0
          ? `${overview.runs.total} in all`
          : `${overview.runs.waiting} ${overview.runs.waiting === 1 ? 'waits' : 'wait'} for a person`,
      href: '/runs',
    },
    {
      label: 'Waiting for review',
      value: overview.review.waiting,
      note: <Oldest at={overview.review.oldestSubmittedAt} />,
      href: '/review',
    },
    {
      // What is in review or approved is verified too, and counted there.
      label: 'Ready to submit',
      value: count(overview, 'verified'),
      note: 'verified, not in review yet',
      href: '/environments?status=verified',
    },
    {
      label: 'Approved',
      value: count(overview, 'approved'),
      note: 'in the catalogue',
      href: '/environments?status=approved',
    },
    {
      label: 'Packs ready',
      value: overview.packs.ready,
      note: `${overview.packs.total} in all`,
      href: '/packs',
    },
  ]
  return (
    <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3 xl:grid-cols-5">
      {figures.map((figure) => (
        <li key={figure.label}>
          <Link
            href={figure.href}
            className="block rounded-md border border-line bg-raised p-3 hover:border-edge"
          >
            <span className="block text-xs text-muted">{figure.label}</span>
            <span className="num block text-xl font-semibold">{figure.value}</span>
            <span className="block text-xs text-muted">{figure.note}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

function Oldest({ at }: { at: string | null }) {
  if (at === null) return <>nothing waits</>
  return (
    <>
      oldest <Time iso={at} />
    </>
  )
}

/** Candidates by outcome and day, with the sentence and the table. */
export function OutcomesPanel({ days }: { days: readonly DayOutcomes[] }) {
  const total = sumOutcomes(days)
  const all = CANDIDATE_END_STATUSES.reduce((sum, status) => sum + total[status], 0)
  const sentence = `${plural(all, 'candidate')} ended in ${days.length} days: ${CANDIDATE_END_STATUSES.map((status) => `${total[status]} ${status}`).join(', ')}.`
  return (
    <Panel title="Candidates by outcome" note={`per day, UTC, last ${days.length} days`}>
      <ChartFigure
        sentence={sentence}
        table={
          <PlainTable
            caption="Candidates by outcome and day"
            columns={[
              { title: 'Day' },
              ...CANDIDATE_END_STATUSES.map((status) => ({ title: status, numeric: true })),
            ]}
            rows={days
              .filter((day) => CANDIDATE_END_STATUSES.some((status) => day[status] > 0))
              .map((day) => ({
                id: day.day,
                cells: [day.day, ...CANDIDATE_END_STATUSES.map((status) => day[status])],
              }))}
          />
        }
      >
        <OutcomesChart days={days} />
      </ChartFigure>
    </Panel>
  )
}
