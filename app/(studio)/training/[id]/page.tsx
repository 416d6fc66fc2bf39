import type { Metadata } from 'next'
import { retireVersionAction } from '#app/(studio)/environments/actions.ts'
import { editTrainingRunAction } from '#app/(studio)/training/actions.ts'
import type { PageInput } from '#app/page-input.ts'
import { context, orNotFound } from '#app/user.ts'
import { AdvisoryBanner } from '#components/environments/advisory-banner.tsx'
import { CopyId } from '#components/patterns/copy-id.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { Time } from '#components/patterns/time.tsx'
import { ResultStrip } from '#components/results/result-strip.tsx'
import { PackFacts } from '#components/training/pack-facts.tsx'
import { RunFiles } from '#components/training/run-files.tsx'
import { TrainingRunBoard } from '#components/training/training-run-board.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { advisoriesOf } from '#lib/services/advisories/list-advisories.ts'
import { resultsOfTraining } from '#lib/services/results/results-of-training.ts'
import { getTrainingRun } from '#lib/services/training/get-training-run.ts'
import { listTrainingFiles } from '#lib/services/training/list-training-files.ts'

export const metadata: Metadata = { title: 'Training run' }

export default async function TrainingRunPage({ params }: PageInput<{ id: string }>) {
  const ctx = await context()
  const run = await orNotFound(getTrainingRun({ ctx, input: await params }))
  const packIds = run.pack ? [run.pack.id] : []
  const systems = await resultsOfTraining({ ctx, input: { runIds: [run.id], packIds } })
  const advisories = await advisoriesOf({ ctx, input: { trainingRunId: run.id } })
  const files = await listTrainingFiles({ ctx, input: { id: run.id } })
  return (
    <>
      <PageHeader
        crumbs={[
          { label: 'Training', href: '/training' },
          { label: run.experiment, href: `/training?experiment=${encodeURIComponent(run.experiment)}` },
        ]}
        title={run.name}
        facts={
          <>
            <CopyId value={run.id} label="Copy run id" />
            <PackFacts runs={[run]} />
            <span>by {run.createdByName}</span>
            {run.startedAt ? <Time iso={run.startedAt} /> : null}
          </>
        }
        actions={
          run.rollouts > 0 ? <ButtonLink href={`/training/${run.id}/rollouts`}>Rollouts</ButtonLink> : null
        }
      />
      <div className="mb-4 empty:hidden">
        <AdvisoryBanner advisories={advisories} about="an environment that this run used" />
      </div>
      <TrainingRunBoard
        initial={run}
        edit={editTrainingRunAction}
        retire={retireVersionAction}
        results={<ResultStrip systems={systems} />}
        files={<RunFiles runId={run.id} files={files} />}
      />
    </>
  )
}
