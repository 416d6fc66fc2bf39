'use client'

import { useQuery } from '@tanstack/react-query'
import { CircleCheck, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { LoadFailed, LoadingRows } from '#components/data/query-state.tsx'
import { readHealth } from '#components/data/read-health.ts'
import { Snippet } from '#components/patterns/copy-id.tsx'
import { Facts } from '#components/patterns/facts.tsx'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { keys } from '#lib/contracts/api-paths.ts'

const POLL_MS = 5000

/** Database, queue, workers and sandbox, as the health route reports them. */
export function HealthPanels() {
  const query = useQuery({
    queryKey: keys.health,
    queryFn: ({ signal }) => readHealth(signal),
    refetchInterval: POLL_MS,
  })
  if (query.isError)
    return <LoadFailed what="The status" error={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <LoadingRows what="the status" />
  const { database, queue, workers, sandbox, version, status } = query.data
  return (
    <div className="grid items-start gap-4 md:grid-cols-2">
      <Panel title="Product">
        <Facts
          rows={[
            ['State', <State key="state" ok={status === 'ok'} words={status} />],
            ['Version', version],
          ]}
        />
      </Panel>
      <Panel title="Database">
        <Facts
          rows={[
            ['State', <State key="state" ok={database.status === 'ok'} words={database.status} />],
            ['Answers in', `${database.latencyMs} ms`],
          ]}
        />
      </Panel>
      <Panel title="Queue">
        <Facts
          rows={[
            ['State', <State key="state" ok={queue.status === 'ok'} words={queue.status} />],
            ['Waiting', queue.queued],
            ['Running', queue.running],
            ['Oldest waits', queue.oldestQueuedS === null ? '–' : `${queue.oldestQueuedS} s`],
          ]}
        />
      </Panel>
      <Panel title="Sandbox">
        <Facts
          rows={[
            ['State', <State key="state" ok={sandbox.status === 'ok'} words={sandbox.status} />],
            ['Backend', sandbox.backend ?? '–'],
            ['Runtime', sandbox.runtime ?? '–'],
            ...(sandbox.reason ? [['Reason', sandbox.reason] as const] : []),
          ]}
        />
        {sandbox.fix ? (
          <div className="mt-2">
            <Snippet label="Copy command" command={sandbox.fix} />
          </div>
        ) : null}
      </Panel>
      <div className="md:col-span-2">
        <Panel title="Workers" note={workers.length} flush>
          {workers.length === 0 ? (
            <p className="p-3 text-muted">
              No worker has reported. Start one with `npx sandmle worker`, or the whole product with `npm run
              up`.
            </p>
          ) : (
            <PlainTable
              caption="Workers"
              columns={[
                { title: 'Worker' },
                { title: 'State' },
                { title: 'Last sign of life', numeric: true },
              ]}
              rows={workers.map((worker) => ({
                id: worker.id,
                cells: [
                  <code key="id">{worker.id}</code>,
                  <State key="state" ok={worker.alive} words={worker.alive ? 'alive' : 'silent'} />,
                  `${worker.beatS} s ago`,
                ],
              }))}
            />
          )}
        </Panel>
      </div>
    </div>
  )
}

function State({ ok, words }: { ok: boolean; words: ReactNode }) {
  const Icon = ok ? CircleCheck : TriangleAlert
  return (
    <span
      className={
        ok ? 'inline-flex items-center gap-1 text-ok-text' : 'inline-flex items-center gap-1 text-bad-text'
      }
    >
      <Icon size={14} aria-hidden /> {words}
    </span>
  )
}
