'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ActionError } from '#components/data/action-error.tsx'
import { type Action, fieldError } from '#components/data/action-state.ts'
import { useAction } from '#components/data/use-action.ts'
import { readReviewer } from '#components/model-review/read-reviewer.ts'
import { ReviewerPanel } from '#components/model-review/reviewer-panel.tsx'
import { castDraft } from '#components/models/cast.ts'
import { CastPanel } from '#components/models/cast-panel.tsx'
import { ForecastPanel } from '#components/models/forecast-panel.tsx'
import { capWarning, launchBlock } from '#components/models/launch.ts'
import { readCast } from '#components/models/read-cast.ts'
import { useForecast } from '#components/models/use-forecast.ts'
import { plural } from '#components/patterns/format.ts'
import { type NewRunDraft, startInput } from '#components/runs/new-run-draft.ts'
import { RunSettings } from '#components/runs/run-settings.tsx'
import { SeedPicker } from '#components/runs/seed-picker.tsx'
import { Button } from '#components/ui/button.tsx'
import type { ConnectionView } from '#lib/contracts/connections.ts'
import type { StartRunInput } from '#lib/contracts/runs.ts'
import type { SeedView } from '#lib/contracts/seeds.ts'

type NewRunFormProps = {
  seeds: readonly SeedView[]
  /** Those that are in use. */
  connections: readonly ConnectionView[]
  draft: NewRunDraft
  start: Action<StartRunInput, { id: string }>
}

const NO_MODEL = castDraft()

/** Seeds, how many candidates, who plays the roles. The key makes a double click one run. */
export function NewRunForm({ seeds, connections, draft, start }: NewRunFormProps) {
  const router = useRouter()
  const [key] = useState(() => crypto.randomUUID())
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(draft.seedIds))
  const [candidates, setCandidates] = useState(draft.candidates)
  const [draftCast, setDraftCast] = useState(connections.length === 0 ? NO_MODEL : draft.cast)
  const [reviewer, setReviewer] = useState(draft.reviewer)
  const cast = readCast(draftCast, connections)
  const reader = readReviewer(reviewer.choice, connections, reviewer.cap)
  const hasModel = cast.kind === 'incomplete' || cast.models.length > 0
  const forecast = useForecast(cast, candidates)
  const { run, pending, result } = useAction(start, (started) => router.push(`/runs/${started.id}`))
  const block =
    chosen.size === 0
      ? 'Choose at least one seed.'
      : (launchBlock(cast, forecast.data) ?? (reader.kind === 'incomplete' ? reader.reason : null))
  return (
    <form
      className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]"
      onSubmit={(event) => {
        event.preventDefault()
        if (block !== null) return
        const data = new FormData(event.currentTarget)
        const read = reader.kind === 'ok' ? reader.reviewer : null
        run(startInput(data, { key, seeds: [...chosen], candidates, cast, reviewer: read }))
      }}
    >
      <SeedPicker seeds={seeds} chosen={chosen} onChange={setChosen} />
      <div className="flex min-w-0 flex-col gap-4">
        <RunSettings
          draft={draft}
          candidates={candidates}
          seeds={chosen.size}
          errorOf={(name) => fieldError(result, name)}
          onCandidates={setCandidates}
        />
        <CastPanel connections={connections} draft={draftCast} hasModel={hasModel} onChange={setDraftCast} />
        {connections.length > 0 ? (
          <ReviewerPanel connections={connections} draft={reviewer} onChange={setReviewer} />
        ) : null}
        {cast.kind === 'ok' && hasModel ? (
          <ForecastPanel forecast={forecast} warning={capWarning(cast, candidates, forecast.data)} />
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
