import type { LinkOption } from '#components/results/system-dialog.tsx'
import { CheckField, SelectField, TextAreaField, TextField } from '#components/ui/field.tsx'
import type { SystemView } from '#lib/contracts/results.ts'
import {
  type Benchmark,
  FEEDBACK_KINDS,
  FEEDBACK_TITLES,
  METHOD_TITLES,
  METHODS,
} from '#lib/domain/results.ts'

const SCAFFOLDS = ['ReAct', 'AIDE', 'AIRA', 'MLE-Agent']
const NONE: LinkOption = { value: '', label: 'None' }

type SystemFieldsetProps = {
  system: SystemView | null
  /** Of a new system; what an existing one was evaluated on never changes. */
  benchmark: Benchmark | null
  links: { packs: readonly LinkOption[]; runs: readonly LinkOption[] }
}

/** The fields of a system: what it is, under which conditions, and where its model came from. */
export function SystemFieldset({ system, benchmark, links }: SystemFieldsetProps) {
  return (
    <>
      <TextField
        label="Name"
        name="name"
        required
        minLength={2}
        maxLength={100}
        defaultValue={system?.name}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField label="Model" name="model" required maxLength={100} defaultValue={system?.model} />
        <SelectField
          label="Method"
          name="method"
          defaultValue={system?.method}
          options={METHODS.map((value) => ({ value, label: METHOD_TITLES[value] }))}
        />
        <TextField
          label="Scaffold"
          name="scaffold"
          required
          maxLength={100}
          list="scaffolds"
          defaultValue={system?.scaffold}
        />
        <datalist id="scaffolds">
          {SCAFFOLDS.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        <SelectField
          label="Feedback while working"
          name="feedback"
          defaultValue={system?.feedback ?? 'unknown'}
          options={FEEDBACK_KINDS.map((value) => ({ value, label: FEEDBACK_TITLES[value] }))}
        />
        <TextField
          label="Hardware"
          name="hardware"
          maxLength={200}
          defaultValue={system?.hardware ?? undefined}
        />
        <TextField
          label="Hours for one attempt"
          name="hours"
          type="number"
          min={0}
          step="any"
          defaultValue={system?.hours ?? undefined}
        />
        <TextField
          label="Gradings for one attempt"
          name="gradings"
          type="number"
          min={0}
          step={1}
          defaultValue={system?.gradings ?? undefined}
        />
        <SelectField
          label="Training run"
          name="trainingRunId"
          defaultValue={system?.trainingRunId ?? ''}
          options={[NONE, ...links.runs]}
        />
        {benchmark === 'pack' ? (
          <SelectField
            label="Evaluated on"
            name="splitPackId"
            defaultValue=""
            options={[NONE, ...links.packs]}
          />
        ) : null}
        <SelectField
          label="Trained on"
          name="packId"
          defaultValue={system?.packId ?? ''}
          options={[NONE, ...links.packs]}
        />
      </div>
      <CheckField
        label="A leak is known"
        hint="Answers, or data that give them away, may have been in reach."
        name="leakageNoted"
        defaultChecked={system?.leakageNoted}
      />
      <TextAreaField label="Note" name="note" maxLength={2000} defaultValue={system?.note} />
    </>
  )
}
