'use client'

import Link from 'next/link'
import { ask } from '#components/data/read-json.ts'
import { useFollowed } from '#components/data/use-followed.ts'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { formatShare } from '#components/patterns/format.ts'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { RunBadge } from '#components/patterns/status-badge.tsx'
import { Time } from '#components/patterns/time.tsx'
import { conditionsOf, progressOf, SMOKE_PURPOSE } from '#components/training/smoke/smoke-words.ts'
import { type SmokePack, type StartSmoke, StartSmokeButton } from '#components/training/smoke/start-smoke.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { SMOKE, type SmokeRunList, type SmokeRunView } from '#lib/contracts/smoke.ts'
import { isUnfinished } from '#lib/domain/unfinished.ts'

const COLUMNS = [
  { title: 'Pack' },
  { title: 'Conditions' },
  { title: 'Status' },
  { title: 'Progress' },
  { title: 'Medals among valid', numeric: true },
  { title: 'Started by' },
  { title: 'When' },
] as const

const cellsOf = (run: SmokeRunView) => [
  <Link
    key="pack"
    href={`/training/smoke/${run.id}`}
    className="inline-flex min-h-6 items-center font-medium hover:underline"
  >
    {run.pack.title} v{run.pack.version}
  </Link>,
  conditionsOf(run),
  <RunBadge key="status" status={run.status} />,
  progressOf(run),
  formatShare(run.medalAmongValid),
  run.createdByName,
  <Time key="time" iso={run.createdAt} />,
]

type SmokePanelProps = {
  initial: SmokeRunList
  /** Null where the person may not start one. */
  start: { action: StartSmoke; packs: readonly SmokePack[] } | null
  /** Only tests of this pack. */
  packId?: string
}

/** Smoke tests, live while one is open, and the button that starts one. */
export function SmokePanel({ initial, start, packId }: SmokePanelProps) {
  const filter = packId === undefined ? {} : { packId }
  const { data } = useFollowed(
    {
      ...ask(SMOKE.list, filter),
      initialData: initial,
    },
    (list) => list.smokeRuns.some(isUnfinished),
    'work',
  )
  const button = start ? (
    <StartSmokeButton
      start={start.action}
      packs={start.packs}
      disabledReason={start.packs.length === 0 ? 'There is no ready pack.' : null}
    />
  ) : null
  return (
    <Panel title="Pack smoke tests" note={SMOKE_PURPOSE} actions={button} flush>
      {data.smokeRuns.length === 0 ? (
        <EmptyState kind="none" title="No smoke test yet">
          A small policy writes pipeline programs for the pack's environments and learns from what they score.
          On the command line: <code className="font-mono text-xs">sandmle train smoke --pack PACK</code>
        </EmptyState>
      ) : (
        <PlainTable
          caption="Smoke tests"
          columns={COLUMNS}
          rows={data.smokeRuns.map((run) => ({ id: run.id, cells: cellsOf(run) }))}
        />
      )}
    </Panel>
  )
}
