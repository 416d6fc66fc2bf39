import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { editExperimentAction } from '#app/(studio)/training/actions.ts'
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
import { ButtonLink } from '#components/ui/button.tsx'
import type { TrainingRunList } from '#lib/contracts/curves.ts'
import { ListTrainingRunsQuery } from '#lib/contracts/curves.ts'
import { parseInput } from '#lib/domain/parse.ts'
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
  const list = await orNotFound(listTrainingRuns({ ctx, input: parseInput(ListTrainingRunsQuery, filters) }))
  const [newest] = list.runs
  // An address that asks for nothing opens what was logged last.
  if (newest && list.experiments.length > 1 && Object.keys(query).length === 0)
    redirect(`/training?${new URLSearchParams({ experiment: newest.experiment })}`)
  const isEmpty = list.experiments.length === 0 && filters.archived === undefined
  return (
    <>
      <PageHeader
        title="Training"
        facts="Curves of training runs beside the pack that they were trained on and the results that came from it."
        actions={
          isEmpty ? null : (
            <>
              {(await may('training.import')) ? (
                <ButtonLink href="/training/import">Import logs</ButtonLink>
              ) : null}
              <SavedViewsMenu page="training" path="/training" maySave={await may('view.save')} />
            </>
          )
        }
      />
      {isEmpty ? (
        <TrainingEmpty
          origin={await originOfRequest()}
          archived={(await listTrainingRuns({ ctx, input: { archived: 'only' } })).total}
          smoke={<SmokeSection />}
        />
      ) : (
        <TrainingWorkbench
          initial={list}
          initialFilters={filters}
          editExperiment={(await may('training.log')) ? editExperimentAction : null}
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
