import type { Metadata } from 'next'
import { context, may } from '#app/user.ts'
import { prepareOutcomes } from '#components/charts/prepare-outcomes.ts'
import { BrokenPanel } from '#components/overview/broken-panel.tsx'
import { FirstSteps } from '#components/overview/first-steps.tsx'
import { LoopFigures, OutcomesPanel, RunsPanel } from '#components/overview/overview-panels.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { getOverview } from '#lib/services/overview/get-overview.ts'

export const metadata: Metadata = { title: 'Overview' }

const DAYS = 30
const dayBefore = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)

export default async function OverviewPage() {
  const overview = await getOverview({ ctx: await context() })
  const mayStart = await may('run.start')
  const active = overview.recentRuns.filter((run) => run.status === 'queued' || run.status === 'running')
  return (
    <>
      <PageHeader
        title="Overview"
        facts={`${overview.approvedThisWeek} approved this week`}
        actions={
          mayStart ? (
            <ButtonLink tone="primary" href="/runs/new">
              New run
            </ButtonLink>
          ) : null
        }
      />
      <div className="flex flex-col gap-4">
        {overview.runs.total === 0 ? <FirstSteps seeds={overview.seeds} mayStart={mayStart} /> : null}
        <LoopFigures overview={overview} />
        <div className="grid items-start gap-4 xl:grid-cols-2">
          <RunsPanel title="Running now" runs={active} nothing="No run is moving." />
          <BrokenPanel broken={overview.broken} />
          <OutcomesPanel days={prepareOutcomes(overview.outcomes, dayBefore(DAYS - 1), dayBefore(0))} />
          <RunsPanel
            title="Ended lately"
            runs={overview.recentRuns.filter((run) => !active.includes(run))}
            nothing="No run has ended yet."
          />
        </div>
      </div>
    </>
  )
}
