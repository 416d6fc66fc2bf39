import type { CurveOptions } from '#components/charts/prepare-curves.ts'
import type { Curves } from '#lib/contracts/curves.ts'

export const OPTIONS: CurveOptions = { log: false, band: 'both', zoom: null, labelOf: () => undefined }

/** An answer of the curves route: one run a list, its values at x = 0, 1, 2... */
export function curvesOf(values: readonly (readonly number[])[]): Curves {
  const longest = Math.max(0, ...values.map((column) => column.length))
  const total = values.reduce((sum, column) => sum + column.length, 0)
  return {
    metric: 'reward',
    x: 'step',
    lines: values.map((column, run) => ({
      id: `run-${run}`,
      label: `run ${run}`,
      key: 'reward',
      pieces: column.length === 0 ? [] : [{ x: column.map((_, at) => at), y: [...column] }],
      superseded: [],
      nonFinite: [],
      shown: column.length,
      total: column.length,
      endsAt: column.length < longest ? column.length - 1 : null,
    })),
    bands: [],
    domain: longest > 0 ? { from: 0, to: longest - 1 } : null,
    nonPositive: 0,
    shown: total,
    total,
    tookMs: 1,
  }
}
