import { ChoicesField } from '#components/runs/choices-field.tsx'
import { RangeField } from '#components/runs/range-field.tsx'
import { SelectField } from '#components/ui/field.tsx'
import type { MechanismOffer } from '#lib/domain/control-conflicts.ts'
import { controlWords, DIFFICULTY_TITLES, MODALITY_TITLES } from '#lib/domain/control-words.ts'
import { DIFFICULTIES, type RunControls } from '#lib/domain/controls.ts'
import { MOST_TEST_ROWS, TEST_ROWS, TRAIN_ROWS } from '#lib/domain/task-rows.ts'
import { MODALITIES } from '#lib/domain/vocabulary.ts'

const DIFFICULTY_OPTIONS = [
  { value: '', label: 'As the seed' },
  ...DIFFICULTIES.map((value) => ({ value, label: DIFFICULTY_TITLES[value] })),
]
const MODALITY_CHOICES = MODALITIES.map((value) => ({ value, label: MODALITY_TITLES[value] }))

type MoreSettingsProps = {
  controls: RunControls
  /** What the engine can make; null where no worker has told yet. */
  offers: readonly MechanismOffer[] | null
  /** What cannot be, in words. */
  problems: readonly string[]
  onChange: (controls: RunControls) => void
}

/** The controls without those that say nothing. */
const withoutEmpty = (controls: { [K in keyof RunControls]: RunControls[K] | undefined }): RunControls =>
  Object.fromEntries(Object.entries(controls).filter(([, value]) => value !== undefined))

/** What the candidates may be, beside how close they stay to their seeds. Folded away: nothing of it is needed. */
export function MoreSettings({ controls, offers, problems, onChange }: MoreSettingsProps) {
  const set = (change: { [K in keyof RunControls]?: RunControls[K] | undefined }) =>
    onChange(withoutEmpty({ ...controls, ...change }))
  const asked = controlWords(controls).length
  const families = [...new Set((offers ?? []).flatMap((one) => one.families))].sort()
  return (
    <>
      <details className="rounded-md border border-edge" open={asked > 0 || undefined}>
        <summary className="min-h-8 cursor-pointer rounded-md px-2.5 py-1.5 text-sm text-ink hover:bg-sunken">
          More settings{' '}
          <span className="text-xs text-muted">
            {asked === 0 ? 'difficulty, modalities, domains, mechanisms, rows' : `${asked} set`}
          </span>
        </summary>
        <div className="flex flex-col gap-4 border-t border-edge p-2.5">
          <SelectField
            label="Difficulty"
            options={DIFFICULTY_OPTIONS}
            value={controls.difficulty ?? ''}
            onChange={({ target }) => set({ difficulty: DIFFICULTIES.find((one) => one === target.value) })}
            hint="How noisy the data is and how well the rule is hidden. Refused candidates may still be made easier or harder."
          />
          <ChoicesField
            label="Modalities"
            choices={MODALITY_CHOICES}
            chosen={controls.modalities}
            onChange={(modalities) => set({ modalities })}
            hint="Each seed keeps its own modality if it is permitted; otherwise a related one is used."
          />
          <RangeField
            label="Training rows"
            limits={TRAIN_ROWS}
            value={controls.trainRows}
            onChange={(trainRows) => set({ trainRows })}
            hint="Leave empty to follow the size of the seed."
          />
          <RangeField
            label="Test rows"
            limits={TEST_ROWS}
            value={controls.testRows}
            onChange={(testRows) => set({ testRows })}
            hint={`As far as metric and modality allow: images have about ${MOST_TEST_ROWS.image.toLocaleString('en-US')}.`}
          />
          {offers === null ? (
            <p className="text-xs text-muted">
              Domains and mechanisms can be chosen once a worker of this version runs.
            </p>
          ) : (
            <>
              <ChoicesField
                label="Domains"
                choices={families.map((value) => ({ value, label: value }))}
                chosen={controls.families}
                onChange={(chosen) => set({ families: chosen })}
                hint="A candidate never takes the domain of its own seed."
              />
              <ChoicesField
                label="Mechanisms"
                isLong
                choices={MODALITIES.flatMap((modality) =>
                  offers
                    .filter((one) => one.modality === modality)
                    .map(({ id, title }) => ({ value: id, label: `${MODALITY_TITLES[modality]}: ${title}` })),
                )}
                chosen={controls.mechanisms}
                onChange={(mechanisms) => set({ mechanisms })}
                hint="The kinds of hidden rule that may be used."
              />
            </>
          )}
        </div>
      </details>
      {problems.map((problem) => (
        <p key={problem} role="status" className="text-sm text-bad-text">
          {problem}
        </p>
      ))}
    </>
  )
}
