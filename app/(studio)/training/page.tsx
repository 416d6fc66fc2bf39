import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SmokeSection } from '#app/(studio)/training/smoke-section.tsx'
import { originOfRequest } from '#app/origin.ts'
import { one, type PageInput } from '#app/page-input.ts'
import { context, may, orNotFound } from '#app/user.ts'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { ResultStrip } from '#components/results/result-strip.tsx'
import { listFilters } from '#components/training/list-filters.ts'
import { SavedViewsMenu } from '#components/training/saved-views-menu.tsx'
import { TrainingEmpty } from '#components/training/training-empty.tsx'
import { TrainingWorkbench } from '#components/training/training-workbench.tsx'
import type { TrainingRunList } from '#lib/contracts/curves.ts'
import { resultsOfTraining } from '#lib/services/results/results-of-training.ts'
import { listTrainingRuns } from '#lib/services/training/list-training-runs.ts'
import { getView } from '#lib/services/views/get-view.ts'

export const metadata: Metadata = { title: 'Training' }

export default async function TrainingPage({ searchParams }: PageInput) {
  const query = await searchParams
  const ctx = await context()
  const viewId = one(query, 'view')
  if (viewId) redirect(`/training?${(await orNotFound(getView({ ctx, input: { viewId } }))).query}`)
  const filters = listFilters({ get: (name) => one(query, name) })
  const list = await orNotFound(listTrainingRuns({ ctx, input: filters }))
  const isEmpty = list.experiments.length === 0
  return (
    <>
      <PageHeader
        title="Training"
        facts="Curves of training runs beside the pack that they were trained on and the results that came of it."
        actions={
          isEmpty ? null : (
            <SavedViewsMenu page="training" path="/training" maySave={await may('view.save')} />
          )
        }
      />
      {isEmpty ? (
        <TrainingEmpty origin={await originOfRequest()} smoke={<SmokeSection />} />
      ) : (
        <TrainingWorkbench
          initial={list}
          initialFilters={filters}
          results={<Results list={list} />}
          smoke={<SmokeSection />}
        />
      )}
    </>
  )
}

async function Results({ list }: { list: TrainingRunList }) {
  const packIds = [...new Set(list.runs.flatMap((run) => run.pack?.id ?? []))]
  const input = { runIds: list.runs.map((run) => run.id), packIds }
  return <ResultStrip systems={await resultsOfTraining({ ctx: await context(), input })} />
}
