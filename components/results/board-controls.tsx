'use client'

import { useUrlState } from '#components/patterns/url-state.ts'
import { readResultsView } from '#components/results/results-url.ts'
import { CheckField, SelectField } from '#components/ui/field.tsx'
import type { ResultsBoard } from '#lib/contracts/results.ts'
import { BENCHMARK_TITLES, BENCHMARKS, MEASURE_TITLES, MEASURES_OF } from '#lib/domain/results.ts'

type BoardControlsProps = {
  defects: number
  /** Packs that systems were evaluated on, and the one that is shown. */
  packs: ResultsBoard['packs']
  pack: string | null
}

/** Benchmark, measure and the three switches; all of them live in the address. */
export function BoardControls({ defects, packs, pack }: BoardControlsProps) {
  const { params, set } = useUrlState()
  const view = readResultsView((key) => params.get(key))
  const flag = (key: string) => (on: boolean) => set({ [key]: on ? '1' : null })
  return (
    <search aria-label="What is shown" className="flex flex-wrap items-end gap-x-4 gap-y-2">
      <div className="w-44">
        <SelectField
          label="Benchmark"
          value={view.benchmark}
          onChange={({ target }) =>
            set({ benchmark: target.value, pack: null, measure: null, first: null, second: null })
          }
          options={BENCHMARKS.map((value) => ({ value, label: BENCHMARK_TITLES[value] }))}
        />
      </div>
      {packs.length > 0 ? (
        <div className="w-56">
          <SelectField
            label="Pack"
            value={pack ?? ''}
            onChange={({ target }) => set({ pack: target.value, first: null, second: null })}
            options={packs.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </div>
      ) : null}
      <div className="w-44">
        <SelectField
          label="Measure"
          value={view.measure}
          onChange={({ target }) => set({ measure: target.value })}
          options={MEASURES_OF[view.benchmark].map((value) => ({ value, label: MEASURE_TITLES[value] }))}
        />
      </div>
      <div className="flex min-h-8 flex-wrap items-center gap-x-4 gap-y-1">
        {defects > 0 ? (
          <CheckField
            label={`Without the ${defects} tasks with known defects`}
            checked={view.clean}
            onChange={({ target }) => flag('clean')(target.checked)}
          />
        ) : null}
        <CheckField
          label="Count gaps as failures"
          checked={view.pad}
          onChange={({ target }) => flag('pad')(target.checked)}
        />
        <CheckField
          label="Archived systems"
          checked={view.archived}
          onChange={({ target }) => flag('archived')(target.checked)}
        />
        <CheckField
          label="Rank all feedback contracts together"
          checked={view.mix}
          onChange={({ target }) => flag('mix')(target.checked)}
        />
      </div>
    </search>
  )
}
