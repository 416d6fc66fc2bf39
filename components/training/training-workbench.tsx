'use client'

import { type ReactNode, useMemo } from 'react'
import { ask } from '#components/data/read-json.ts'
import { useFollowed } from '#components/data/use-followed.ts'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { formatCount, plural } from '#components/patterns/format.ts'
import { LoadFailed } from '#components/patterns/query-state.tsx'
import { SearchField } from '#components/patterns/search-field.tsx'
import { useUrlState } from '#components/patterns/url-state.ts'
import { ArchiveExperiment, type EditExperiment } from '#components/training/archive-experiment.tsx'
import { CurveGrid } from '#components/training/curve-grid.tsx'
import { drawnRuns } from '#components/training/drawn-runs.ts'
import { ExperimentFilter } from '#components/training/experiment-filter.tsx'
import { LinkedFilters } from '#components/training/linked-filters.tsx'
import { EVERY_EXPERIMENT, type ListFilters, listFilters } from '#components/training/list-filters.ts'
import { orderMetrics } from '#components/training/metric-order.ts'
import { PackFacts } from '#components/training/pack-facts.tsx'
import { RunTable } from '#components/training/run-table.tsx'
import { RunTree } from '#components/training/run-tree.tsx'
import { useCurveView } from '#components/training/use-curve-view.ts'
import { Button } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { TRAINING, type TrainingRunList } from '#lib/contracts/curves.ts'
import { isUnfinished } from '#lib/domain/unfinished.ts'

const CLEARED = {
  search: null,
  experiment: EVERY_EXPERIMENT,
  packId: null,
  smokeRunId: null,
  where: null,
  archived: null,
}

type TrainingWorkbenchProps = {
  initial: TrainingRunList
  initialFilters: ListFilters
  /** Puts an experiment away or brings it back; null where the person may not. */
  editExperiment: EditExperiment | null
  /** Results beside the curves. */
  results: ReactNode
  smoke: ReactNode
}

/** Curves, the runs that they are of, their pack and their results on one page; the address holds the state. */
export function TrainingWorkbench({
  initial,
  initialFilters,
  editExperiment,
  results,
  smoke,
}: TrainingWorkbenchProps) {
  const { params, set } = useUrlState()
  const { view, change } = useCurveView()
  const filters = listFilters(params)
  const isFirst = JSON.stringify(filters) === JSON.stringify(initialFilters)
  const query = useFollowed(
    {
      ...ask(TRAINING.list, filters),
      placeholderData: (before) => before ?? (isFirst ? initial : undefined),
    },
    (all) => all.runs.some(isUnfinished),
    'hours',
  )
  const list = query.data
  const drawn = useMemo(() => drawnRuns(list?.runs ?? [], view), [list, view])
  if (query.isError)
    return <LoadFailed what="The training runs" error={query.error} retry={() => void query.refetch()} />
  const chosen = list?.experiments.find(({ name }) => name === filters.experiment)
  const headline = orderMetrics(list?.metrics ?? [])[0]?.key ?? null
  return (
    <div className="flex flex-col gap-3">
      <p className="flex min-h-6 flex-wrap items-center gap-x-3 text-xs text-muted">
        <span>{list ? countOf(list) : 'loading'}</span>
        <PackFacts runs={drawn.runs} />
      </p>
      <LinkedFilters filters={filters} runs={list?.runs ?? []} set={set} />
      <div className="grid items-start gap-3 lg:grid-cols-[16rem_minmax(0,1fr)]">
        <Panel title="Runs" flush>
          <div className="flex flex-col gap-1.5 border-b border-line p-2">
            <SearchField
              label="Search runs"
              value={params.get('search') ?? ''}
              onSearch={(text) => set({ search: text }, 'replace')}
            />
            <ExperimentFilter
              value={filters.experiment ?? EVERY_EXPERIMENT}
              experiments={list?.experiments ?? []}
              onChange={(experiment) => set({ experiment, hide: null, only: null })}
            />
            <div className="flex min-h-8 flex-wrap items-center justify-between gap-x-2 text-xs">
              <label className="flex items-center gap-1.5">
                <input
                  type="checkbox"
                  checked={params.get('archived') === 'only'}
                  onChange={(event) => set({ archived: event.target.checked ? 'only' : null })}
                />
                Archived
              </label>
              {chosen && editExperiment ? (
                <ArchiveExperiment
                  key={chosen.id}
                  experiment={chosen}
                  edit={editExperiment}
                  onDone={({ archived }) =>
                    set({ archived: archived ? 'only' : null, hide: null, only: null })
                  }
                />
              ) : null}
            </div>
          </div>
          <div className="max-h-[60vh] overflow-y-auto lg:max-h-[calc(100dvh-14rem)]">
            {list && list.runs.length > 0 ? (
              <RunTree {...{ list, view, drawn, change }} />
            ) : list && isAllArchived(filters) ? (
              <EmptyState
                kind="none"
                title="Nothing is archived"
                action={<Button onClick={() => set({ archived: null })}>Show the runs</Button>}
              >
                A run or an experiment that is put away leaves lists and charts, and comes back here.
              </EmptyState>
            ) : list ? (
              <EmptyState
                kind="filtered"
                clear={<Button onClick={() => set(CLEARED)}>Clear all filters</Button>}
              />
            ) : null}
          </div>
        </Panel>
        <CurveGrid runs={list?.runs ?? []} metrics={list?.metrics ?? []} {...{ drawn, view, change }} />
      </div>
      <RunTable runs={drawn.runs} headline={headline} />
      {results}
      {smoke}
    </div>
  )
}

/** Nothing is asked for but what is put away. */
const isAllArchived = ({ archived, ...rest }: ListFilters): boolean =>
  archived === 'only' && Object.keys(rest).length === 0

function countOf({ runs, total, experiments }: TrainingRunList): string {
  const known =
    runs.length < total
      ? `the newest ${formatCount(runs.length)} of ${formatCount(total)} runs`
      : plural(total, 'run')
  return `${known} in ${plural(experiments.length, 'experiment')}`
}
