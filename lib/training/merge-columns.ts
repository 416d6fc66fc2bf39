import type { MetricColumns } from '#lib/training/metric-chunk.ts'

export type Merged = { columns: MetricColumns; dropped: number }

/**
 * Joins columns of one metric in order of arrival, dropping exact repetitions (same step, time and value). All parts
 * have times, or none has.
 */
export function mergeColumns(parts: readonly MetricColumns[]): Merged {
  const total = parts.reduce((sum, { values }) => sum + values.length, 0)
  const timed = parts.every(({ times }) => times !== null)
  const columns = {
    steps: new Float64Array(total),
    values: new Float64Array(total),
    times: timed ? new Float64Array(total) : null,
  }
  const seen = new Set<string>()
  let kept = 0
  for (const { steps, values, times } of parts) {
    for (let i = 0; i < values.length; i++) {
      const [step = 0, value = Number.NaN, time = 0] = [steps[i], values[i], times?.[i]]
      const name = `${step} ${value} ${time}`
      if (seen.has(name)) continue
      seen.add(name)
      columns.steps[kept] = step
      columns.values[kept] = value
      if (columns.times !== null) columns.times[kept] = time
      kept++
    }
  }
  return {
    columns: {
      steps: columns.steps.subarray(0, kept),
      values: columns.values.subarray(0, kept),
      times: columns.times?.subarray(0, kept) ?? null,
    },
    dropped: total - kept,
  }
}
