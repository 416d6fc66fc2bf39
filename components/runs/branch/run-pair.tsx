'use client'

import { ArrowLeftRight } from 'lucide-react'
import { useUrlState } from '#components/patterns/url-state.ts'
import { Button } from '#components/ui/button.tsx'
import { SelectField } from '#components/ui/field.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { RunComparison } from '#lib/contracts/compare-runs.ts'
import type { RunView } from '#lib/contracts/runs.ts'

type RunPairProps = {
  runs: readonly RunView[]
  /** Null until two runs are chosen. */
  chosen: RunComparison | null
  a: string
  b: string
}

/** Chooses the two sides; the address keeps them. */
export function RunPair({ runs, chosen, a, b }: RunPairProps) {
  const { set } = useUrlState()
  // A chosen run may stand on a later page of the list.
  const named = new Map(runs.map((run) => [run.id, run.name]))
  for (const side of chosen ? [chosen.a, chosen.b] : []) named.set(side.id, side.name)
  const options = [
    { value: '', label: 'Choose a run' },
    ...[...named].map(([value, label]) => ({ value, label: `${label} (${value.slice(-6)})` })),
  ]
  return (
    <Panel title="Runs">
      <div className="grid items-end gap-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]">
        <SelectField
          label="A"
          options={options}
          value={a}
          onChange={({ target }) => set({ a: target.value || null })}
        />
        <SelectField
          label="B"
          options={options}
          value={b}
          onChange={({ target }) => set({ b: target.value || null })}
        />
        <Button icon={<ArrowLeftRight size={14} aria-hidden />} onClick={() => set({ a: b, b: a })}>
          Swap
        </Button>
      </div>
      <p className="mt-2 text-xs text-muted">{wordsOf(chosen, a, b)}</p>
    </Panel>
  )
}

function wordsOf(chosen: RunComparison | null, a: string, b: string): string {
  if (chosen === null) return a !== '' && a === b ? 'Choose two different runs.' : 'Choose two runs.'
  if (chosen.related)
    return 'Branches of one run: the same seeds, run seed and plan, so that every place is a pair.'
  return 'These runs are not branches of each other: places may differ in more than players and prompts.'
}
