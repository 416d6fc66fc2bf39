'use client'

import { useState } from 'react'
import type { Action } from '#components/data/action-state.ts'
import { ask } from '#components/data/read-json.ts'
import { useFollowed } from '#components/data/use-followed.ts'
import { BudgetBanner } from '#components/models/budget-banner.tsx'
import { RunCost } from '#components/models/run-cost.tsx'
import { formatDuration } from '#components/patterns/format.ts'
import { Funnel } from '#components/patterns/funnel.tsx'
import { patchQuery } from '#components/patterns/patch-query.ts'
import { RunBadge } from '#components/patterns/status-badge.tsx'
import { useUrlState } from '#components/patterns/url-state.ts'
import { BranchLinks } from '#components/runs/branch/branch-links.tsx'
import { Lanes } from '#components/runs/lanes.tsx'
import { LiveLog } from '#components/runs/live-log.tsx'
import { RunActions } from '#components/runs/run-actions.tsx'
import { HoldBanner } from '#components/runs/steering/hold-banner.tsx'
import { useRunStream } from '#components/runs/use-run-stream.ts'
import { ButtonLink } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RUNS, type RunDetail, type RunEvent } from '#lib/contracts/runs.ts'
import type { ResumeInput } from '#lib/contracts/steering.ts'
import { CANDIDATE_STATUSES } from '#lib/domain/run.ts'

type RunLiveProps = {
  run: RunDetail
  events: readonly RunEvent[]
  cancel: Action<{ id: string }, unknown>
  retry: Action<{ id: string }, unknown>
  resume: Action<ResumeInput, unknown>
}

/** A run while it moves: counts and log from the stream, lanes from the snapshot that each move invalidates. */
export function RunLive(props: RunLiveProps) {
  // A retry reopens an ended run: a new stream starts from the new snapshot.
  const [round, setRound] = useState(0)
  return <RunScreen key={round} {...props} onReopened={() => setRound(round + 1)} />
}

function RunScreen({
  run: first,
  events,
  cancel,
  retry,
  resume,
  onReopened,
}: RunLiveProps & { onReopened: () => void }) {
  const { params, set } = useUrlState()
  const query = useFollowed(
    {
      ...ask(RUNS.get, { id: first.id }),
      initialData: first,
    }, // Costs move with every request, the counts of the stream only with a candidate.
    (run) => run.cost.capMicroUsd !== null && run.finishedAt === null,
    'work',
  )
  const run = query.data
  const { live, connection } = useRunStream(run, events)
  const wanted = CANDIDATE_STATUSES.find((status) => status === params.get('outcome')) ?? null
  const lanes = wanted ? run.lanes.filter((lane) => lane.status === wanted) : run.lanes
  return (
    <div className="flex flex-col gap-4">
      <BudgetBanner run={run} />
      <HoldBanner run={run} resume={resume} />
      <Panel
        title="Progress"
        note={<Eta run={run} />}
        actions={
          <>
            <RunBadge status={live.status} verified={live.funnel.verified} />
            {live.funnel.verified > 0 ? (
              <ButtonLink href={`/environments?runId=${run.id}`}>Environments of this run</ButtonLink>
            ) : null}
            <RunActions run={run} cancel={cancel} retry={retry} onReopened={onReopened} />
          </>
        }
      >
        <Funnel
          counts={live.funnel}
          hrefOf={(status) =>
            `/runs/${run.id}${patchQuery(params.toString(), { outcome: status === wanted ? null : status })}`
          }
        />
        <Reasons reasons={run.reasons} />
      </Panel>
      <RunCost run={run} />
      <BranchLinks run={run} />
      <Lanes run={run} lanes={lanes} filtered={wanted} onClear={() => set({ outcome: null })} />
      <LiveLog events={live.events} connection={connection} />
    </div>
  )
}

function Eta({ run }: { run: RunDetail }) {
  if (run.cancelling && run.status === 'running')
    return 'Cancelling: running candidates finish or stop, what is done stays.'
  if (run.startedAt && run.finishedAt)
    return `took ${formatDuration(Date.parse(run.finishedAt) - Date.parse(run.startedAt))}`
  if (!run.eta) return run.status === 'running' ? 'Remaining time after five finished candidates.' : null
  return `About ${formatDuration(run.eta.p50Ms)} left, 9 in 10 within ${formatDuration(run.eta.p90Ms)} (from ${run.eta.basedOn} finished)`
}

function Reasons({ reasons }: { reasons: RunDetail['reasons'] }) {
  if (reasons.length === 0) return null
  return (
    <p className="mt-2 text-xs text-muted">
      Why not verified:{' '}
      {reasons
        .slice(0, 8)
        .map((reason) => `${reason.code} ${reason.count}`)
        .join(', ')}
      .
    </p>
  )
}
