import { type CandidateCount, COUNTED_BY, isCountedBy } from '#components/runs/candidate-count.ts'
import { candidatesHint } from '#components/runs/candidates-hint.ts'
import { SelectField, TextField } from '#components/ui/field.tsx'
import { MOST_CANDIDATES } from '#lib/domain/run.ts'

const OPTIONS = Object.entries(COUNTED_BY).map(([value, label]) => ({ value, label }))

type CountFieldsProps = {
  count: CandidateCount
  seeds: number
  error: string | undefined
  onChange: (count: CandidateCount) => void
}

/** How many candidates a run tries, in all or for each seed. */
export function CountFields({ count, seeds, error, onChange }: CountFieldsProps) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_9rem] gap-2">
      <TextField
        label="Candidates"
        name="candidates"
        type="number"
        min={1}
        max={MOST_CANDIDATES}
        required
        value={count.value}
        onChange={(event) => onChange({ ...count, value: event.target.valueAsNumber || 0 })}
        hint={candidatesHint(count, seeds)}
        error={error}
      />
      <SelectField
        label="Counted"
        options={OPTIONS}
        value={count.by}
        onChange={({ target }) => isCountedBy(target.value) && onChange({ ...count, by: target.value })}
      />
    </div>
  )
}
