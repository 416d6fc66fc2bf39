'use client'

import { useUrlState } from '#components/patterns/url-state.ts'
import { readResultsView } from '#components/results/results-url.ts'
import { CheckField, SelectField } from '#components/ui/field.tsx'
import { BENCHMARK_TITLES, BENCHMARKS, MEASURE_TITLES, MEASURES_OF } from '#lib/domain/results.ts'

/** Benchmark, measure and the three switches; all of them live in the address. */
export function BoardControls({ defects }: { defects: number }) {
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
            set({ benchmark: target.value, measure: null, first: null, second: null })
          }
          options={BENCHMARKS.map((value) => ({ value, label: BENCHMARK_TITLES[value] }))}
        />
      </div>
      <div className="w-44">
        <SelectField
          label="Measure"
          value={view.measure}
          onChange={({ target }) => set({ measure: target.value })}
          options={MEASURES_OF[view.benchmark].map((value) => ({ value, label: MEASURE_TITLES[value] }))}
        />
      </div>
      <div className="flex min-h-8 flex-wrap items-center gap-x-4 gap-y-1">
        {view.benchmark === 'mle-bench-lite' ? (
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
          label="Rank all feedback contracts together"
          checked={view.mix}
          onChange={({ target }) => flag('mix')(target.checked)}
        />
      </div>
    </search>
  )
}
