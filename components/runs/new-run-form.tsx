'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ActionError } from '#components/data/action-error.tsx'
import { type Action, fieldError } from '#components/data/action-state.ts'
import { useAction } from '#components/data/use-action.ts'
import { assignmentDraft } from '#components/models/assignment.ts'
import { AssignmentPanel } from '#components/models/assignment-panel.tsx'
import { ForecastPanel } from '#components/models/forecast-panel.tsx'
import { capWarning, launchBlock } from '#components/models/launch.ts'
import { readAssignment } from '#components/models/read-assignment.ts'
import { readReviewer } from '#components/models/read-reviewer.ts'
import { ReviewerPanel } from '#components/models/reviewer-panel.tsx'
import { useForecast } from '#components/models/use-forecast.ts'
import { plural } from '#components/patterns/format.ts'
import { totalOf } from '#components/runs/candidate-count.ts'
import { controlProblems } from '#components/runs/control-problems.ts'
import { MoreSettings } from '#components/runs/more-settings.tsx'
import { type NewRunDraft, startInput } from '#components/runs/new-run-draft.ts'
import { RunSettings } from '#components/runs/run-settings.tsx'
import { SeedPicker } from '#components/runs/seed-picker.tsx'
import { Button } from '#components/ui/button.tsx'
import type { ConnectionView } from '#lib/contracts/connections.ts'
import type { StartRunInput } from '#lib/contracts/runs.ts'
import type { SeedView } from '#lib/contracts/seeds.ts'
import type { MechanismOffer } from '#lib/domain/control-conflicts.ts'

type NewRunFormProps = {
  seeds: readonly SeedView[]
  /** Those that are in use. */
  connections: readonly ConnectionView[]
  draft: NewRunDraft
  /** What the engine can make; null where no worker has told yet. */
  offers: readonly MechanismOffer[] | null
  start: Action<StartRunInput, { id: string }>
}

const NO_MODEL = assignmentDraft()

/** Seeds, how many candidates, who plays the roles. The key makes a double click one run. */
export function NewRunForm({ seeds, connections, draft, offers, start }: NewRunFormProps) {
  const router = useRouter()
  const [key] = useState(() => crypto.randomUUID())
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(draft.seedIds))
  const [count, setCount] = useState(draft.count)
  const [likeness, setLikeness] = useState(draft.likeness)
  const [controls, setControls] = useState(draft.controls)
  const [draftAssignment, setDraftAssignment] = useState(
    connections.length === 0 ? NO_MODEL : draft.assignment,
  )
  const [reviewer, setReviewer] = useState(draft.reviewer)
  const assignment = readAssignment(draftAssignment, connections)
  const reader = readReviewer(reviewer.choice, connections, reviewer.cap)
  const hasModel = assignment.kind === 'incomplete' || assignment.models.length > 0
  const candidates = totalOf(count, chosen.size)
  const problems = controlProblems(
    { controls, likeness },
    seeds.filter(({ id }) => chosen.has(id)),
    offers,
  )
  const forecast = useForecast(assignment, candidates)
  const { run, pending, result } = useAction(start, (started) => router.push(`/runs/${started.id}`))
  const block =
    chosen.size === 0
      ? 'Choose at least one seed.'
      : (problems[0] ??
        launchBlock(assignment, forecast.data) ??
        (reader.kind === 'incomplete' ? reader.reason : null))
  return (
    <form
      className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]"
      onSubmit={(event) => {
        event.preventDefault()
        if (block !== null) return
        const data = new FormData(event.currentTarget)
        const read = reader.kind === 'ok' ? reader.reviewer : null
        run(startInput(data, { key, seeds: [...chosen], count, controls, assignment, reviewer: read }))
      }}
    >
      <SeedPicker seeds={seeds} chosen={chosen} onChange={setChosen} />
      <div className="flex min-w-0 flex-col gap-4">
        <RunSettings
          draft={draft}
          count={count}
          likeness={likeness}
          seeds={chosen.size}
          errorOf={(name) => fieldError(result, name)}
          onCount={setCount}
          onLikeness={setLikeness}
          more={
            <MoreSettings controls={controls} offers={offers} problems={problems} onChange={setControls} />
          }
        />
        <AssignmentPanel
          connections={connections}
          draft={draftAssignment}
          hasModel={hasModel}
          onChange={setDraftAssignment}
        />
        {connections.length > 0 ? (
          <ReviewerPanel connections={connections} draft={reviewer} onChange={setReviewer} />
        ) : null}
        {assignment.kind === 'ok' && hasModel ? (
          <ForecastPanel forecast={forecast} warning={capWarning(assignment, candidates, forecast.data)} />
        ) : null}
        <div className="flex flex-col gap-2">
          <ActionError result={result} />
          {block && (hasModel || reader.kind === 'incomplete') ? (
            <p role="status" className="text-bad-text">
              {block}
            </p>
          ) : null}
          <Button type="submit" tone="primary" disabled={pending} disabledReason={block}>
            {pending ? 'Starting' : `Start with ${plural(chosen.size, 'seed')}`}
          </Button>
        </div>
      </div>
    </form>
  )
}
