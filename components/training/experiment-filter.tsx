'use client'

import { EVERY_EXPERIMENT } from '#components/training/list-filters.ts'
import type { TrainingRunList } from '#lib/contracts/curves.ts'

type ExperimentFilterProps = {
  value: string
  experiments: TrainingRunList['experiments']
  onChange: (name: string) => void
}

export function ExperimentFilter({ value, experiments, onChange }: ExperimentFilterProps) {
  const isKnown = value === EVERY_EXPERIMENT || experiments.some((one) => one.name === value)
  return (
    <select
      aria-label="Experiment"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className="h-8 w-full min-w-0 rounded-md border border-edge bg-raised px-2"
    >
      <option value={EVERY_EXPERIMENT}>Every experiment</option>
      {isKnown ? null : <option value={value}>{value}</option>}
      {experiments.map(({ id, name, runs }) => (
        <option key={id} value={name}>
          {name} ({runs})
        </option>
      ))}
    </select>
  )
}
