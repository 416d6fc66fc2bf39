'use client'

import { ask } from '#components/data/read-json.ts'
import { useFollowed } from '#components/data/use-followed.ts'
import { RoleOutputs } from '#components/models/transcript/role-outputs.tsx'
import { RoleSteps } from '#components/models/transcript/role-steps.tsx'
import { Transcript } from '#components/models/transcript/transcript.tsx'
import { usd } from '#components/models/usd.ts'
import { CandidateBadge } from '#components/patterns/status-badge.tsx'
import { phaseWords } from '#components/runs/phases.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { type CandidateView, RUNS, type RunDetail } from '#lib/contracts/runs.ts'
import { modelRoles } from '#lib/domain/player.ts'
import { isCandidateEnded } from '#lib/domain/run.ts'

type CandidateLiveProps = { run: RunDetail; ordinal: number; mayRead: boolean }

/** Where a candidate stands that has not ended. */
function standing({ status, phase }: CandidateView): string {
  if (status === 'queued') return 'Waits for a worker.'
  if (status === 'held')
    return `Waits for a person, after the ${phaseWords(phase)}: read or edit what it made, then resume it.`
  if (phase === 'freeze') return 'Its files are being frozen.'
  return phase === 'verify' ? 'Its gates are running.' : `The ${phaseWords(phase)} is at work.`
}

/** One candidate while it moves: its end or where it stands, its roles, and the words of its models. */
export function CandidateLive({ run: first, ordinal, mayRead }: CandidateLiveProps) {
  const query = useFollowed(
    {
      ...ask(RUNS.get, { id: first.id }),
      initialData: first,
    },
    (one) => one.finishedAt === null,
    'work',
  )
  const run = query.data
  const lane = run.lanes.find((one) => one.ordinal === ordinal)
  if (lane === undefined) return null
  const live = !isCandidateEnded(lane.status)
  return (
    <div className="flex flex-col gap-4">
      <Panel title="Outcome" note={<CandidateBadge status={lane.status} />}>
        <p className="[overflow-wrap:anywhere]">
          {lane.reason ? `${lane.reasonCode ? `${lane.reasonCode}: ` : ''}${lane.reason}` : null}
          {!lane.reason && live ? standing(lane) : null}
          {lane.status === 'verified' ? `Passed every gate of the ${run.certificate} certificate.` : null}
          {lane.status === 'cancelled' ? 'Ended with its run.' : null}
        </p>
        {run.cost.capMicroUsd === null ? null : (
          <p className="num text-muted">{usd(lane.costMicroUsd)} spent on its models.</p>
        )}
      </Panel>
      <RoleSteps lane={lane} />
      {mayRead ? <RoleOutputs runId={run.id} candidateId={lane.id} live={live} /> : null}
      {modelRoles(run.request.players).length > 0 ? (
        <Transcript runId={run.id} candidateId={lane.id} live={live} mayRead={mayRead} />
      ) : null}
    </div>
  )
}
