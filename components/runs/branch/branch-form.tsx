'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ActionError } from '#components/data/action-error.tsx'
import type { Action } from '#components/data/action-state.ts'
import { useAction } from '#components/data/use-action.ts'
import { assignmentDraft } from '#components/models/assignment.ts'
import { AssignmentPanel } from '#components/models/assignment-panel.tsx'
import { ForecastPanel } from '#components/models/forecast-panel.tsx'
import { capWarning, launchBlock } from '#components/models/launch.ts'
import { readAssignment } from '#components/models/read-assignment.ts'
import { typedUsd } from '#components/models/usd.ts'
import { useForecast } from '#components/models/use-forecast.ts'
import { branchInput, firstChange, playedPrompts, reuseWords } from '#components/runs/branch/branch-draft.ts'
import { PromptFields } from '#components/runs/branch/prompt-fields.tsx'
import { Button } from '#components/ui/button.tsx'
import { CheckField, TextField } from '#components/ui/field.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { ConnectionView } from '#lib/contracts/connections.ts'
import type { BranchRunInput, RunDetail } from '#lib/contracts/runs.ts'
import type { NamedPrompts, PromptCatalogue } from '#lib/domain/prompt-catalogue.ts'
import { ROLES } from '#lib/domain/vocabulary.ts'

type BranchFormProps = {
  run: RunDetail
  /** Those that are in use. */
  connections: readonly ConnectionView[]
  prompts: PromptCatalogue
  branch: Action<BranchRunInput, { id: string }>
}

/** The prompts of the parent where it named them, else the newest. */
const promptsBefore = ({ request }: RunDetail, known: PromptCatalogue): NamedPrompts =>
  Object.fromEntries(
    ROLES.flatMap((role) => {
      const version = request.prompts[role] ?? known[role]?.[0]?.version
      return version === undefined ? [] : [[role, version] as const]
    }),
  )

/** Another role assignment or other prompts over the ground of a finished run. The key makes a double click one branch. */
export function BranchForm({ run: parent, connections, prompts: known, branch }: BranchFormProps) {
  const router = useRouter()
  const [key] = useState(() => crypto.randomUUID())
  const { players, capMicroUsd } = parent.request
  const [draft, setDraft] = useState(() =>
    assignmentDraft(players, capMicroUsd === null ? '' : typedUsd(capMicroUsd)),
  )
  const [prompts, setPrompts] = useState(() => promptsBefore(parent, known))
  const assignment = readAssignment(draft, connections)
  const played =
    assignment.kind === 'ok' ? ROLES.filter((role) => assignment.players[role] !== undefined) : []
  const hasModel = assignment.kind === 'incomplete' || played.length > 0
  const forecast = useForecast(assignment, parent.candidates)
  const change = firstChange(parent, assignment, playedPrompts(assignment, prompts))
  const { run, pending, result } = useAction(branch, (started) => router.push(`/runs/${started.id}`))
  const same = change === null ? 'Change who plays a role, or a prompt: this is the same run.' : null
  const block = launchBlock(assignment, forecast.data) ?? same
  return (
    <form
      className="grid items-start gap-4 lg:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (block !== null) return
        run(branchInput(new FormData(event.currentTarget), { run: parent, key, assignment, prompts }))
      }}
    >
      <AssignmentPanel connections={connections} draft={draft} hasModel={hasModel} onChange={setDraft} />
      <div className="flex min-w-0 flex-col gap-4">
        <PromptFields
          roles={played}
          known={known}
          chosen={prompts}
          before={parent.request.prompts}
          onChange={setPrompts}
        />
        <Panel title="Branch">
          <div className="flex flex-col gap-3">
            <TextField label="Name" name="name" maxLength={80} hint={`Empty: Branch of ${parent.name}`} />
            <CheckField
              name="submitForReview"
              label="Submit verified environments for review"
              hint="Needs the full certificate."
            />
            {change ? <p className="text-muted">{reuseWords(change)}</p> : null}
          </div>
        </Panel>
        {assignment.kind === 'ok' && hasModel ? (
          <ForecastPanel
            forecast={forecast}
            warning={capWarning(assignment, parent.candidates, forecast.data)}
          />
        ) : null}
        <div className="flex flex-col gap-2">
          <ActionError result={result} />
          {block ? (
            <p role="status" className="text-muted">
              {block}
            </p>
          ) : null}
          <Button type="submit" tone="primary" disabled={pending} disabledReason={block}>
            {pending ? 'Starting' : 'Start the branch'}
          </Button>
        </div>
      </div>
    </form>
  )
}
