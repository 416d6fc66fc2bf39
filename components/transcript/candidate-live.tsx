'use client'

import { useQuery } from '@tanstack/react-query'
import { readJson } from '#components/data/read-json.ts'
import { usd } from '#components/models/usd.ts'
import { CandidateBadge } from '#components/patterns/status-badge.tsx'
import { RoleOutputs } from '#components/transcript/role-outputs.tsx'
import { RoleSteps } from '#components/transcript/role-steps.tsx'
import { Transcript } from '#components/transcript/transcript.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { api, keys } from '#lib/contracts/api-paths.ts'
import { RunDetail } from '#lib/contracts/runs.ts'
import { modelRoles } from '#lib/domain/player.ts'
import { isCandidateEnded } from '#lib/domain/run.ts'

const POLL_MS = 2000

type CandidateLiveProps = { run: RunDetail; ordinal: number; mayRead: boolean }

/** One candidate while it moves: its end or where it stands, its roles, and the words of its models. */
export function CandidateLive({ run: first, ordinal, mayRead }: CandidateLiveProps) {
  const query = useQuery({
    queryKey: keys.run(first.id),
    queryFn: ({ signal }) => readJson(api.run(first.id), RunDetail, signal),
    initialData: first,
    refetchInterval: ({ state }) => (state.data?.finishedAt === null ? POLL_MS : false),
  })
  const run = query.data
  const lane = run.lanes.find((one) => one.ordinal === ordinal)
  if (lane === undefined) return null
  const live = !isCandidateEnded(lane.status)
  return (
    <div className="flex flex-col gap-4">
      <Panel title="Outcome" note={<CandidateBadge status={lane.status} />}>
        <p className="[overflow-wrap:anywhere]">
          {lane.reason ? `${lane.reasonCode ? `${lane.reasonCode}: ` : ''}${lane.reason}` : null}
          {!lane.reason && live ? `Works on: ${lane.phase}.` : null}
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
