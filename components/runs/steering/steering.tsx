'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ask } from '#components/data/read-json.ts'
import { roleInSentence } from '#components/models/role-words.ts'
import { plural } from '#components/patterns/format.ts'
import { type SteerActions, SteerPanel } from '#components/runs/steering/steer-panel.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { keyOf } from '#lib/contracts/endpoint.ts'
import { type CandidateView, RUNS, type RunDetail } from '#lib/contracts/runs.ts'
import { ROLES } from '#lib/domain/vocabulary.ts'
import { whoMay } from '#lib/domain/why-not.ts'

type SteeringProps = SteerActions & {
  run: RunDetail
  ordinal: number
  /** Edits tell and change the hidden rule. */
  mayEdit: boolean
  /** Whose drafts the browser shows. */
}

/** What people can do, or did, to one candidate: nothing for one that was never held. */
export function Steering({ run: first, ordinal, mayEdit, edit, resume }: SteeringProps) {
  const queries = useQueryClient()
  const { data: run } = useQuery({
    ...ask(RUNS.get, { id: first.id }),
    initialData: first,
  })
  const lane = run.lanes.find((one) => one.ordinal === ordinal)
  if (lane === undefined) return null
  if (lane.status !== 'held') return <Saving lane={lane} />
  if (!mayEdit)
    return (
      <Panel title="Waits for a person">
        <p className="text-muted">Only {whoMay('run.start')} can edit its outputs and release it.</p>
      </Panel>
    )
  return (
    <SteerPanel
      runId={run.id}
      candidateId={lane.id}
      edit={edit}
      resume={resume}
      onResumed={() =>
        void queries.invalidateQueries({ queryKey: keyOf(RUNS.get, { id: run.id }), exact: true })
      }
    />
  )
}

/** What a resume saved: the steps that were used again, and whose hand was in them. */
function Saving({ lane }: { lane: CandidateView }) {
  if (lane.steered === null) return null
  const { reused, rerun } = lane.steered
  return (
    <Panel title="Resumed by a person">
      <p>
        Reused {plural(reused, 'step')}, {rerun} re-run.
      </p>
      {lane.steps.map(({ role, repair, editedBy }) => {
        const known = ROLES.find((one) => one === role)
        return editedBy === null || known === undefined ? null : (
          <p key={`${role} ${repair}`}>
            What the {roleInSentence(known)} produced was edited by {editedBy}.
          </p>
        )
      })}
    </Panel>
  )
}
