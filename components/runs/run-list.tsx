'use client'

import Link from 'next/link'
import { ask } from '#components/data/read-json.ts'
import { useFollowed } from '#components/data/use-followed.ts'
import type { Column } from '#components/patterns/column.ts'
import { DataTable } from '#components/patterns/data-table.tsx'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { plural } from '#components/patterns/format.ts'
import { FunnelBar } from '#components/patterns/funnel.tsx'
import { LoadFailed } from '#components/patterns/query-state.tsx'
import { RunBadge } from '#components/patterns/status-badge.tsx'
import { Time } from '#components/patterns/time.tsx'
import { useUrlState } from '#components/patterns/url-state.ts'
import { wholeFunnel } from '#components/runs/run-stream.ts'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RUNS, type RunView } from '#lib/contracts/runs.ts'
import { RUN_STATUSES } from '#lib/domain/run.ts'
import { isUnfinished } from '#lib/domain/unfinished.ts'

const COLUMNS: readonly Column<RunView>[] = [
  {
    id: 'name',
    text: (run) => run.name,
    title: 'Run',
    grows: true,
    cell: (run) => (
      <Link
        href={`/runs/${run.id}`}
        data-row-link
        title={run.name}
        className="block truncate font-medium leading-6 hover:underline"
      >
        {run.name}
      </Link>
    ),
  },
  {
    id: 'status',
    text: (run) => run.status,
    title: 'Status',
    cell: (run) => <RunBadge status={run.status} verified={wholeFunnel(run.funnel).verified} />,
  },
  { id: 'funnel', title: 'Ended', cell: (run) => <FunnelBar counts={wholeFunnel(run.funnel)} /> },
  {
    id: 'verified',
    text: (run) => run.funnel.verified ?? 0,
    title: 'Verified',
    numeric: true,
    cell: (run) => run.funnel.verified ?? 0,
  },
  {
    id: 'rejected',
    text: (run) => run.funnel.rejected ?? 0,
    title: 'Rejected',
    numeric: true,
    cell: (run) => run.funnel.rejected ?? 0,
  },
  {
    id: 'error',
    text: (run) => run.funnel.error ?? 0,
    title: 'Error',
    numeric: true,
    cell: (run) => run.funnel.error ?? 0,
  },
  { id: 'certificate', text: (run) => run.certificate, title: 'Certificate', cell: (run) => run.certificate },
  { id: 'by', text: (run) => run.createdByName, title: 'Started by', cell: (run) => run.createdByName },
  {
    id: 'created',
    text: (run) => run.createdAt,
    title: 'Started',
    cell: (run) => <Time iso={run.createdAt} />,
  },
  { id: 'id', text: (run) => run.id, title: 'Id', optional: true, cell: (run) => <code>{run.id}</code> },
]

/** All runs, newest first; polled only while one of them moves. */
export function RunListView({ initial, mayStart }: { initial: RunView[]; mayStart: boolean }) {
  const { params, set } = useUrlState()
  const status = RUN_STATUSES.find((known) => known === params.get('status'))
  const asked = status ? { status } : {}
  const query = useFollowed(
    {
      ...ask(RUNS.list, asked),
      placeholderData: (before) => before ?? (status ? undefined : { runs: initial, next: null }),
    },
    (list) => list.runs.some(isUnfinished),
    'work',
  )
  if (query.isError)
    return <LoadFailed what="The runs" error={query.error} retry={() => void query.refetch()} />
  const runs = query.data?.runs ?? []
  const start = mayStart ? <ButtonLink href="/runs/new">New run</ButtonLink> : null
  return (
    <Panel
      title="Runs"
      flush
      actions={<StatusFilter value={status ?? ''} onChange={(value) => set({ status: value })} />}
    >
      <DataTable
        caption="Runs"
        csv={{ kind: 'rows', filename: 'runs.csv' }}
        columns={COLUMNS}
        rows={runs}
        rowId={(run) => run.id}
        count={query.data?.next ? `the newest ${runs.length} runs` : plural(runs.length, 'run')}
        empty={
          status ? (
            <EmptyState
              kind="filtered"
              clear={<Button onClick={() => set({ status: null })}>Show every status</Button>}
            />
          ) : (
            <EmptyState kind="none" title="No run yet" action={start}>
              A run turns seeds into candidates and verifies each of them.
            </EmptyState>
          )
        }
      />
    </Panel>
  )
}

function StatusFilter({ value, onChange }: { value: string; onChange: (value: string | null) => void }) {
  return (
    <select
      aria-label="Status"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className="h-8 rounded-md border border-edge bg-raised px-2"
    >
      <option value="">Every status</option>
      {RUN_STATUSES.map((status) => (
        <option key={status} value={status}>
          {status}
        </option>
      ))}
    </select>
  )
}
