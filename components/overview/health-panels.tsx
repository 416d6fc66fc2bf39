'use client'

import { readHealth } from '#components/data/read-health.ts'
import { useFollowed } from '#components/data/use-followed.ts'
import { ProblemList } from '#components/overview/problem-list.tsx'
import { State } from '#components/overview/state.tsx'
import { SupervisorPanel, WorkersPanel } from '#components/overview/worker-panels.tsx'
import { Snippet } from '#components/patterns/copy-id.tsx'
import { Facts } from '#components/patterns/facts.tsx'
import { formatBytes } from '#components/patterns/format.ts'
import { LoadFailed, LoadingRows } from '#components/patterns/query-state.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { keyOf } from '#lib/contracts/endpoint.ts'
import { STUDIO } from '#lib/contracts/overview.ts'
import { limitWords, RUNTIME } from '#lib/domain/runtime.ts'

/** Whether programs run on the versions of the lock. */
function PinnedWords({ pinned }: { pinned: boolean }) {
  if (pinned) return <State ok words="as python/requirements.lock pins them" />
  return (
    <State
      ok={false}
      words="others than python/requirements.lock pins: scores can differ from other machines'. `npm run runtime` installs the pinned ones where a package index is reachable."
    />
  )
}

/** Every part of the product and what is wrong with it, as the health route reports them. */
export function HealthPanels() {
  const query = useFollowed(
    {
      queryKey: keyOf(STUDIO.health),
      queryFn: ({ signal }) => readHealth(signal),
    },
    true,
    'hours',
  )
  if (query.isError)
    return <LoadFailed what="The status" error={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <LoadingRows what="the status" />
  const { database, queue, workers, sandbox, storage, supervisor, problems, version, status } = query.data
  return (
    <div className="grid items-start gap-4 md:grid-cols-2">
      <ProblemList problems={problems} />
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
            ...(sandbox.pinned === null
              ? []
              : [['Versions', <PinnedWords key="pinned" pinned={sandbox.pinned} />] as const]),
            ['A program may use', limitWords(RUNTIME.program)],
            ...(sandbox.reason ? [['Reason', sandbox.reason] as const] : []),
          ]}
        />
        {sandbox.fix ? (
          <div className="mt-2">
            <Snippet label="Copy command" command={sandbox.fix} />
          </div>
        ) : null}
      </Panel>
      <Panel title="Storage">
        <Facts
          rows={[
            ['State', <State key="state" ok={storage.status === 'ok'} words={storage.status} />],
            ['Free', storage.freeBytes === null ? '–' : formatBytes(storage.freeBytes)],
            ['Files lie in', <code key="place">SANDMLE_HOME/blobs</code>],
            ...(storage.reason ? [['Reason', storage.reason] as const] : []),
          ]}
        />
      </Panel>
      <div className="md:col-span-2">
        <WorkersPanel workers={workers} />
      </div>
      <div className="md:col-span-2">
        <SupervisorPanel supervisor={supervisor} />
      </div>
    </div>
  )
}
