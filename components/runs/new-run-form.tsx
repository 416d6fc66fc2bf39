'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ActionError } from '#components/data/action-error.tsx'
import { type Action, fieldError } from '#components/data/action-state.ts'
import { useAction } from '#components/data/use-action.ts'
import { plural } from '#components/patterns/format.ts'
import { candidatesHint } from '#components/runs/candidates-hint.ts'
import { SeedPicker } from '#components/runs/seed-picker.tsx'
import { Button } from '#components/ui/button.tsx'
import { CheckField, SelectField, TextField } from '#components/ui/field.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { StartRunInput } from '#lib/contracts/runs.ts'
import type { SeedView } from '#lib/contracts/seeds.ts'

type NewRunFormProps = {
  seeds: readonly SeedView[]
  preselected: readonly string[]
  start: Action<StartRunInput, { id: string }>
}

/** A first run is worth looking at from here on; with more seeds, each gets its candidate. */
const LEAST = 8
const CERTIFICATES = [
  { value: 'full', label: 'Full: all gates, the whole ladder' },
  { value: 'quick', label: 'Quick: the screen before freezing' },
]

/** Seeds, how many candidates, which certificate. The key makes a double click one run. */
export function NewRunForm({ seeds, preselected, start }: NewRunFormProps) {
  const router = useRouter()
  const [key] = useState(() => crypto.randomUUID())
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(preselected))
  const [candidates, setCandidates] = useState(Math.max(LEAST, preselected.length))
  const { run, pending, result } = useAction(start, (started) => router.push(`/runs/${started.id}`))
  const submit = (data: FormData) => {
    const name = String(data.get('name') ?? '').trim()
    const runSeed = String(data.get('runSeed') ?? '').trim()
    run({
      ...(name === '' ? {} : { name }),
      ...(runSeed === '' ? {} : { runSeed: Number(runSeed) }),
      seeds: [...chosen],
      candidates,
      certificate: data.get('certificate') === 'quick' ? 'quick' : 'full',
      submitForReview: data.get('submitForReview') === 'on',
      idempotencyKey: key,
    })
  }
  return (
    <form
      className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]"
      onSubmit={(event) => {
        event.preventDefault()
        submit(new FormData(event.currentTarget))
      }}
    >
      <SeedPicker seeds={seeds} chosen={chosen} onChange={setChosen} />
      <Panel title="Settings">
        <div className="flex flex-col gap-3">
          <TextField
            label="Name"
            name="name"
            maxLength={80}
            hint="Empty: a name from the date."
            error={fieldError(result, 'name')}
          />
          <TextField
            label="Candidates"
            name="candidates"
            type="number"
            min={1}
            max={500}
            required
            value={candidates}
            onChange={(event) => setCandidates(event.target.valueAsNumber || 0)}
            hint={candidatesHint(candidates, chosen.size)}
            error={fieldError(result, 'candidates')}
          />
          <SelectField label="Certificate" name="certificate" options={CERTIFICATES} />
          <TextField
            label="Run seed"
            name="runSeed"
            type="number"
            min={0}
            hint="Same seed, same seeds, same engine: the same specs. Empty: drawn."
          />
          <CheckField
            name="submitForReview"
            label="Submit verified environments for review"
            hint="Needs the full certificate."
          />
          <p className="text-xs text-muted">
            All four roles are played by the built-in engine: no model is called, nothing is spent.
          </p>
          <ActionError result={result} />
          <Button
            type="submit"
            tone="primary"
            disabled={pending}
            disabledReason={chosen.size === 0 ? 'Choose at least one seed.' : null}
          >
            {pending ? 'Starting' : `Start with ${plural(chosen.size, 'seed')}`}
          </Button>
        </div>
      </Panel>
    </form>
  )
}
