'use client'

import Link from 'next/link'
import { ask } from '#components/data/read-json.ts'
import { useFollowed } from '#components/data/use-followed.ts'
import type { Column } from '#components/patterns/column.ts'
import { Snippet } from '#components/patterns/copy-id.tsx'
import { DataTable } from '#components/patterns/data-table.tsx'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { formatBytes, plural } from '#components/patterns/format.ts'
import { MetricName } from '#components/patterns/metric-name.tsx'
import { LoadFailed, LoadingRows } from '#components/patterns/query-state.tsx'
import { SearchField } from '#components/patterns/search-field.tsx'
import { Time } from '#components/patterns/time.tsx'
import { useUrlState } from '#components/patterns/url-state.ts'
import { UploadPanel } from '#components/seeds/upload-panel.tsx'
import { UploadReports } from '#components/seeds/upload-reports.tsx'
import { Button } from '#components/ui/button.tsx'
import { CheckField } from '#components/ui/field.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { SEEDS, type SeedList, type SeedView } from '#lib/contracts/seeds.ts'
import { isUnfinished } from '#lib/domain/unfinished.ts'

const originOf = (seed: SeedView): string =>
  seed.bundled ? 'bundled' : seed.open === null ? 'uploaded' : 'uploaded, without data'
const COLUMNS: readonly Column<SeedView>[] = [
  {
    id: 'title',
    text: (seed) => seed.title,
    title: 'Seed',
    cell: (seed) => (
      <Link href={`/seeds/${seed.slug}`} data-row-link className="font-medium hover:underline">
        {seed.title}
      </Link>
    ),
  },
  { id: 'modality', text: (seed) => seed.modality, title: 'Modality', cell: (seed) => seed.modality },
  { id: 'task', text: (seed) => seed.taskType, title: 'Task', cell: (seed) => seed.taskType },
  {
    id: 'metric',
    text: (seed) => seed.metric,
    title: 'Metric',
    cell: (seed) => <MetricName metric={seed.metric} direction={seed.direction} />,
  },
  { id: 'files', text: (seed) => seed.files, title: 'Files', numeric: true, cell: (seed) => seed.files },
  {
    id: 'bytes',
    text: (seed) => seed.bytes,
    title: 'Size',
    numeric: true,
    cell: (seed) => formatBytes(seed.bytes),
  },
  { id: 'licence', text: (seed) => seed.licence, title: 'Licence', cell: (seed) => seed.licence },
  {
    id: 'origin',
    text: originOf,
    title: 'Origin',
    cell: originOf,
  },
  {
    id: 'created',
    text: (seed) => seed.createdAt,
    title: 'Added',
    cell: (seed) => <Time iso={seed.createdAt} />,
  },
  {
    id: 'slug',
    text: (seed) => seed.slug,
    title: 'Slug',
    optional: true,
    cell: (seed) => <code>{seed.slug}</code>,
  },
]

/** All seeds, the uploads on their way, and a search over both titles and slugs. */
export function SeedLibrary({ initial, mayImport }: { initial: SeedList; mayImport: boolean }) {
  const { params, set } = useUrlState()
  const search = params.get('search') ?? ''
  const isArchived = params.get('archived') === '1'
  const asked = { search, ...(isArchived ? { archived: 'true' as const } : {}) }
  const query = useFollowed(
    {
      ...ask(SEEDS.list, asked),
      // The page was rendered with the library; it never stands in for what was put away.
      placeholderData: (before) => before ?? (isArchived ? undefined : initial),
    },
    (list) => list.uploads.some(isUnfinished),
    'step',
  )
  if (query.isError)
    return <LoadFailed what="The seeds" error={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <LoadingRows what="seeds" />
  const { seeds, uploads } = query.data
  const empty =
    isArchived && search === '' ? (
      <EmptyState kind="none" title="No archived seed">
        A seed that is put away keeps its files and what was made of it, and starts no new run.
      </EmptyState>
    ) : search === '' ? (
      <EmptyState
        kind="none"
        title="No seed yet"
        action={<Snippet label="Copy command" command="npx sandmle seeds import tasks.zip" />}
      >
        A seed is a real task whose structure, not whose story, shapes new environments. Upload a zip above,
        or import one from the command line.
      </EmptyState>
    ) : (
      <EmptyState
        kind="filtered"
        clear={<Button onClick={() => set({ search: null })}>Clear the search</Button>}
      />
    )
  return (
    <div className="flex flex-col gap-4">
      {mayImport ? (
        <Panel title="Upload" flush>
          <UploadPanel />
          {uploads.length > 0 ? (
            <div className="max-h-72 overflow-y-auto border-t border-line">
              <UploadReports uploads={uploads} />
            </div>
          ) : null}
        </Panel>
      ) : null}
      <Panel
        title={isArchived ? 'Archived seeds' : 'Library'}
        flush
        actions={
          <>
            <CheckField
              label="Archived"
              checked={isArchived}
              onChange={({ target }) => set({ archived: target.checked ? '1' : null })}
            />
            <SearchField
              label="Search seeds"
              value={search}
              onSearch={(text) => set({ search: text }, 'replace')}
            />
          </>
        }
      >
        <DataTable
          caption="Seeds"
          csv={{ kind: 'rows', filename: 'seeds.csv' }}
          columns={COLUMNS}
          rows={seeds}
          rowId={(seed) => seed.id}
          count={plural(seeds.length, 'seed')}
          empty={empty}
        />
      </Panel>
    </div>
  )
}
