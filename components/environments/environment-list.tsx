'use client'

import { keepPreviousData } from '@tanstack/react-query'
import { ask, readJson } from '#components/data/read-json.ts'
import { useFollowed } from '#components/data/use-followed.ts'
import { environmentColumns } from '#components/environments/environment-columns.tsx'
import { EnvironmentFilters } from '#components/environments/environment-filters.tsx'
import { DataTable } from '#components/patterns/data-table.tsx'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { plural } from '#components/patterns/format.ts'
import { Pager } from '#components/patterns/pager.tsx'
import { LoadFailed, LoadingRows } from '#components/patterns/query-state.tsx'
import { SearchField } from '#components/patterns/search-field.tsx'
import { useUrlState } from '#components/patterns/url-state.ts'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { ENVIRONMENT_SORTS, ENVIRONMENTS, type EnvironmentView } from '#lib/contracts/environments.ts'
import { isUnfinished } from '#lib/domain/unfinished.ts'

const FILTERS = [
  'search',
  'status',
  'modality',
  'metric',
  'taskType',
  'domain',
  'runId',
  'sort',
  'order',
  'page',
] as const
const CLEARED = Object.fromEntries(FILTERS.map((name) => [name, null]))
const LARGEST_PAGE = 200

/** The filters of the address that the server knows; anything else in the address is somebody else's. */
function filtersIn(params: URLSearchParams): Record<string, string> {
  return Object.fromEntries(
    FILTERS.flatMap((name) => (params.get(name) ? [[name, params.get(name) ?? '']] : [])),
  )
}

/** Every page of the filtered list, one after the other. */
async function allEnvironments(filters: Record<string, string>): Promise<EnvironmentView[]> {
  const rows: EnvironmentView[] = []
  for (let page = 1; ; page += 1) {
    const answer = await readJson(ENVIRONMENTS.list, { ...filters, page, pageSize: LARGEST_PAGE })
    rows.push(...answer.items)
    if (answer.items.length === 0 || rows.length >= answer.total) return rows
  }
}

/** Every environment by its newest version; search, filters, sort and page are the server's and the address's. */
export function EnvironmentListView({ mayStart, seesJudge }: { mayStart: boolean; seesJudge: boolean }) {
  const { params, set } = useUrlState()
  const filters = filtersIn(params)
  const query = useFollowed(
    {
      ...ask(ENVIRONMENTS.list, filters),
      placeholderData: keepPreviousData,
    },
    (list) => list.items.some(isUnfinished),
    'work',
  )
  const filter = (patch: Record<string, string | null>) => set({ ...patch, page: null })
  const isFiltered = Object.keys(filters).some((name) => !['sort', 'order', 'page'].includes(name))
  const clear = <Button onClick={() => set(CLEARED)}>Clear all filters</Button>
  return (
    <Panel
      title="Environments"
      flush
      actions={
        <SearchField
          label="Search environments"
          value={params.get('search') ?? ''}
          onSearch={(text) => set({ search: text, page: null }, 'replace')}
        />
      }
    >
      <search className="flex flex-wrap gap-1.5 border-b border-line p-2" aria-label="Filters">
        <EnvironmentFilters filters={filters} facets={query.data?.facets} change={filter} />
        {isFiltered ? clear : null}
      </search>
      {query.isError ? (
        <LoadFailed what="The environments" error={query.error} retry={() => void query.refetch()} />
      ) : query.data ? (
        <>
          <DataTable
            caption="Environments"
            columns={environmentColumns(seesJudge)}
            rows={query.data.items}
            rowId={(row) => row.id}
            count={plural(query.data.total, 'environment')}
            csv={{ kind: 'rows', filename: 'environments.csv', loadAll: () => allEnvironments(filters) }}
            sort={{
              by: params.get('sort') ?? 'created',
              descending: (params.get('order') ?? 'desc') === 'desc',
              onSort: (by, descending) => {
                if (ENVIRONMENT_SORTS.some((known) => known === by))
                  filter({ sort: by, order: descending ? 'desc' : 'asc' })
              },
            }}
            empty={
              isFiltered ? (
                <EmptyState kind="filtered" clear={clear} />
              ) : (
                <EmptyState
                  kind="none"
                  title="No environment yet"
                  action={mayStart ? <ButtonLink href="/runs/new">New run</ButtonLink> : null}
                >
                  Environments come out of runs: each verified candidate becomes one.
                </EmptyState>
              )
            }
          />
          <Pager {...query.data} onPage={(page) => set({ page: String(page) })} />
        </>
      ) : (
        <LoadingRows what="environments" rows={10} />
      )}
    </Panel>
  )
}
