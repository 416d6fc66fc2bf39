'use client'

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { readJson } from '#components/data/read-json.ts'
import { DataTable } from '#components/patterns/data-table.tsx'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { FacetMenu } from '#components/patterns/facet-menu.tsx'
import { formatCount, plural } from '#components/patterns/format.ts'
import { LoadFailed, LoadingRows } from '#components/patterns/query-state.tsx'
import { useUrlState } from '#components/patterns/url-state.ts'
import { ROLLOUT_COLUMNS } from '#components/training/rollouts/rollout-columns.tsx'
import { StepRange } from '#components/training/rollouts/step-range.tsx'
import { Button } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { keyOf } from '#lib/contracts/endpoint.ts'
import { ROLLOUTS, type RolloutView } from '#lib/contracts/rollouts.ts'

const FACETS = ['environment', 'split', 'outcome', 'tier'] as const
const FILTERS = ['fromStep', 'toStep', ...FACETS] as const
const CLEARED = Object.fromEntries(FILTERS.map((name) => [name, null]))
const PAGE = 100
const LARGEST_PAGE = 1000

const filtersIn = (params: URLSearchParams): Record<string, string> =>
  Object.fromEntries(FILTERS.flatMap((name) => (params.get(name) ? [[name, params.get(name) ?? '']] : [])))

/** Every rollout that the filter leaves, for the CSV. */
async function allRollouts(runId: string, filters: Record<string, string>): Promise<RolloutView[]> {
  const rows: RolloutView[] = []
  for (let after: string | undefined; ; ) {
    const page = await readJson(ROLLOUTS.list, { id: runId, ...filters, limit: LARGEST_PAGE, after })
    rows.push(...page.rollouts)
    if (page.next === null) return rows
    after = page.next
  }
}

/** Rollouts of a run; step range, environment, split, outcome and tier are in the URL. */
export function RolloutListView({ runId }: { runId: string }) {
  const { params, set } = useUrlState()
  const filters = filtersIn(params)
  const query = useInfiniteQuery({
    queryKey: keyOf(ROLLOUTS.list, { id: runId, ...filters }),
    queryFn: ({ pageParam, signal }) =>
      readJson(ROLLOUTS.list, { id: runId, ...filters, limit: PAGE, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  })
  const pages = query.data?.pages
  const rows = pages?.flatMap((page) => page.rollouts) ?? []
  const total = pages?.[0]?.total ?? 0
  const isFiltered = Object.keys(filters).length > 0
  const clear = <Button onClick={() => set(CLEARED)}>Clear all filters</Button>
  return (
    <Panel title="Rollouts" flush>
      <search className="flex flex-wrap items-center gap-1.5 border-b border-line p-2" aria-label="Filters">
        <StepRange
          key={`${params.get('fromStep')} ${params.get('toStep')}`}
          fromStep={params.get('fromStep')}
          toStep={params.get('toStep')}
          onRange={(range) => set(range)}
        />
        {FACETS.map((name) => (
          <FacetMenu
            key={name}
            label={name}
            facet={pages?.[0]?.facets[name] ?? []}
            chosen={[params.get(name)].filter((value) => value !== null)}
            onChange={(values) => set({ [name]: values.at(-1) ?? null })}
          />
        ))}
        {isFiltered ? clear : null}
      </search>
      {query.isError ? (
        <LoadFailed what="The rollouts" error={query.error} retry={() => void query.refetch()} />
      ) : pages === undefined ? (
        <LoadingRows rows={10} what="the rollouts" />
      ) : (
        <DataTable
          caption="Rollouts"
          columns={ROLLOUT_COLUMNS}
          rows={rows}
          rowId={(row) => row.id}
          maxHeight="70vh"
          count={
            rows.length < total
              ? `${formatCount(rows.length)} of ${plural(total, 'rollout')}`
              : plural(total, 'rollout')
          }
          csv={{ kind: 'rows', filename: 'rollouts.csv', loadAll: () => allRollouts(runId, filters) }}
          empty={
            isFiltered ? (
              <EmptyState kind="filtered" clear={clear} />
            ) : (
              <EmptyState kind="none" title="No rollout yet">
                A trainer sends them to the API, or from a file: sandmle train rollouts {runId} FILE.jsonl
              </EmptyState>
            )
          }
        />
      )}
      {query.hasNextPage ? (
        <div className="border-t border-line p-2 text-center">
          <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            More rollouts
          </Button>
        </div>
      ) : null}
    </Panel>
  )
}
