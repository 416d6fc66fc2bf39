import type { Metadata } from 'next'
import { readNoticeAction } from '#app/(studio)/actions.ts'
import { context, may } from '#app/user.ts'
import { prepareOutcomes } from '#components/charts/prepare-outcomes.ts'
import { BrokenPanel } from '#components/overview/broken-panel.tsx'
import { FirstSteps } from '#components/overview/first-steps.tsx'
import { NoticesPanel } from '#components/overview/notices-panel.tsx'
import { LoopFigures, OutcomesPanel, RunsPanel } from '#components/overview/overview-panels.tsx'
import { ReturnedPanel } from '#components/overview/returned-panel.tsx'
import { WaitingPanel } from '#components/overview/waiting-panel.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { MlflowLink } from '#components/training/mlflow-link.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { listNotices } from '#lib/services/notices/list-notices.ts'
import { getOverview } from '#lib/services/overview/get-overview.ts'
import { listQueue } from '#lib/services/reviews/list-queue.ts'

export const metadata: Metadata = { title: 'Overview' }

const DAYS = 30
/** Items of the reader's own queue that are named here. */
const WAITING = 6
const DAY_MS = 86_400_000
const dayBefore = (today: string, days: number) =>
  new Date(Date.parse(today) - days * DAY_MS).toISOString().slice(0, 10)

export default async function OverviewPage() {
  const ctx = await context()
  const overview = await getOverview({ ctx })
  const { notices } = await listNotices({ ctx })
  const mayStart = await may('run.start')
  const queue = (await may('review.read')) ? await listQueue({ ctx, input: { limit: WAITING } }) : null
  return (
    <>
      <MlflowLink />
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
        {notices.length > 0 ? <NoticesPanel notices={notices} read={readNoticeAction} /> : null}
        <ReturnedPanel returned={overview.returned} />
        <LoopFigures overview={overview} />
        <div className="grid items-start gap-4 xl:grid-cols-2">
          {queue && (queue.waiting > 0 || overview.runs.total > 0) ? <WaitingPanel queue={queue} /> : null}
          {overview.runs.total > 0 ? (
            <RunsPanel title="Latest runs" runs={overview.recentRuns} nothing="No run yet." />
          ) : null}
          {overview.outcomes.length > 0 ? (
            <OutcomesPanel
              days={prepareOutcomes(overview.outcomes, dayBefore(overview.today, DAYS - 1), overview.today)}
            />
          ) : null}
          {overview.runs.total > 0 || overview.broken.length > 0 ? (
            <BrokenPanel broken={overview.broken} />
          ) : null}
        </div>
      </div>
    </>
  )
}
