import type { ReactNode } from 'react'
import type { CandidateCount } from '#components/runs/candidate-count.ts'
import { CountFields } from '#components/runs/count-fields.tsx'
import type { NewRunDraft } from '#components/runs/new-run-draft.ts'
import { CheckField, SelectField, TextField } from '#components/ui/field.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { gatesInSet } from '#lib/domain/gates.ts'
import { LIKENESS_FACTS, LIKENESSES, type Likeness } from '#lib/domain/likeness.ts'
import { ROLE_TITLES, ROLES } from '#lib/domain/vocabulary.ts'

const CERTIFICATES = [
  { value: 'full', label: `Full: ${gatesInSet('full')}, the whole ladder` },
  { value: 'quick', label: `Quick: ${gatesInSet('quick')}, the screen before freezing` },
]

const LIKENESS_OPTIONS = LIKENESSES.map((value) => ({
  value,
  label: `${LIKENESS_FACTS[value].title}: ${LIKENESS_FACTS[value].meaning}`,
}))

const HOLDS = [
  { value: '', label: 'No one: the run goes to its end' },
  ...ROLES.map((role) => ({ value: role, label: ROLE_TITLES[role] })),
]

type RunSettingsProps = {
  draft: NewRunDraft
  count: CandidateCount
  likeness: Likeness
  /** How many are chosen. */
  seeds: number
  errorOf: (name: string) => string | undefined
  onCount: (count: CandidateCount) => void
  onLikeness: (likeness: Likeness) => void
  /** Settings that few runs need. */
  more: ReactNode
}

/** What a run needs besides its seeds and its role assignment. */
export function RunSettings({
  draft,
  count,
  likeness,
  seeds,
  errorOf,
  onCount,
  onLikeness,
  more,
}: RunSettingsProps) {
  return (
    <Panel title="Settings">
      <div className="flex flex-col gap-3">
        <TextField
          label="Name"
          name="name"
          maxLength={80}
          hint="Leave empty to name the run by its date."
          error={errorOf('name')}
        />
        <CountFields
          count={count}
          seeds={seeds}
          error={errorOf('candidates') ?? errorOf('perSeed')}
          onChange={onCount}
        />
        <SelectField
          label="Certificate"
          name="certificate"
          options={CERTIFICATES}
          defaultValue={draft.certificate}
        />
        <SelectField
          label="Likeness"
          name="likeness"
          options={LIKENESS_OPTIONS}
          value={likeness}
          onChange={({ target }) => onLikeness(LIKENESSES.find((one) => one === target.value) ?? likeness)}
          hint="How close each candidate stays to its seed. The story always differs."
        />
        {more}
        <SelectField
          label="Hold after"
          name="holdAfter"
          options={HOLDS}
          defaultValue={draft.holdAfter ?? ''}
          hint="Each candidate waits after this role until someone has reviewed or edited its output."
        />
        <TextField
          label="Run seed"
          name="runSeed"
          type="number"
          min={0}
          defaultValue={draft.runSeed}
          hint="The same run seed, seed tasks and engine give the same specs. Leave empty to draw one."
        />
        <CheckField
          name="submitForReview"
          label="Submit verified environments for review"
          hint="Needs the full certificate."
        />
      </div>
    </Panel>
  )
}
