import type { CurveQuery } from '#lib/contracts/curves.ts'
import { type CurvesContext, requireCapability } from '#lib/services/context.ts'
import { planChart } from '#lib/services/training/chart-plan.ts'
import { readChart } from '#lib/services/training/query-curves.ts'
import { type ExactPoint, exactPoints } from '#lib/training/curves/exact-points.ts'

export type CurvePoint = ExactPoint & { runId: string; run: string; experiment: string; metric: string }

/**
 * Every point of a chart's window as it was logged, one run after the other: nothing sampled and nothing smoothed,
 * resumed stretches and values that are not finite included. Rights and input are checked before the first
 * batch.
 */
export async function exportCurves({
  ctx,
  input,
}: {
  ctx: CurvesContext
  input: CurveQuery
}): Promise<AsyncGenerator<CurvePoint[]>> {
  requireCapability(ctx, 'training.read')
  const { query, runs } = await planChart(ctx.db, input)
  return (async function* () {
    for (const run of runs) {
      const { id: runId, name, experiment, series } = run
      const source = { runId, run: name, experiment, metric: series.key }
      for (const one of await readChart(ctx, { query, runs: [run] }, { timed: true }))
        for (const batch of exactPoints(one, query)) yield batch.map((point) => ({ ...source, ...point }))
    }
  })()
}
