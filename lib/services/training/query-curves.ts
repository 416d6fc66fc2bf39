import type { z } from 'zod'
import type { CurveQuery, Curves } from '#lib/contracts/curves.ts'
import { type CurvesContext, requireCapability } from '#lib/services/context.ts'
import { type ChartPlan, planChart, tagOf } from '#lib/services/training/chart-plan.ts'
import { readSeries } from '#lib/services/training/read-series.ts'
import type { AssembledSeries } from '#lib/training/curves/assemble-series.ts'
import { type ChartRun, drawCurves } from '#lib/training/curves/draw-curves.ts'
import { groupIdOf, groupRuns, labelsOf } from '#lib/training/curves/group-runs.ts'
import type { Smoothing } from '#lib/training/curves/smooth.ts'
import type { XAxis } from '#lib/training/curves/x-axis.ts'

type Call = { ctx: CurvesContext; input: CurveQuery }
type Query = z.output<typeof CurveQuery>

/** One chart: lines or bands of a metric, smoothed on the full series and then sampled to the window. */
export async function queryCurves({ ctx, input }: Call): Promise<Curves> {
  requireCapability(ctx, 'training.read')
  const began = performance.now()
  const plan = await planChart(ctx.db, input)
  const { query } = plan
  const drawn = drawCurves(await readChart(ctx, plan), {
    grouped: query.group === 'seed',
    aggregate: query.aggregate,
    smoothing: smoothingOf(query),
    from: query.from,
    to: query.to,
    columns: query.columns,
  })
  return { metric: query.metric, x: query.x, ...drawn, tookMs: performance.now() - began }
}

/** A tag that changes when the chart would: what a page that follows a run asks for, again and again. */
export async function curvesTag({ ctx, input }: Call): Promise<string> {
  requireCapability(ctx, 'training.read')
  return tagOf(await planChart(ctx.db, input))
}

/** The runs of a chart with their full series. */
export async function readChart(
  ctx: CurvesContext,
  { query, runs }: ChartPlan,
  options: { timed?: boolean } = {},
): Promise<ChartRun[]> {
  const needsTimes =
    options.timed || query.x === 'wall' || query.x === 'relative' || query.smoothing === 'time-ema'
  const timed = new Set(needsTimes ? runs.map(({ series }) => series.id) : [])
  const ids = runs.flatMap(({ series, x }) => (x === null ? [series.id] : [series.id, x.id]))
  const series = await readSeries(ctx.metrics, [...new Set(ids)], timed)
  const labels = labelsOf(runs, ({ name }) => name)
  const groups = new Map(groupRuns(runs).map((group) => [group.id, group]))
  return runs.map((run) => {
    const own = series.get(run.series.id) ?? NOTHING
    const group = groupIdOf(run)
    return {
      id: run.id,
      label: labels.get(run.id) ?? run.name,
      key: run.series.key,
      group: { id: group, label: groups.get(group)?.label ?? run.name },
      live: run.live,
      series: own,
      axis: axisOf(query, own, run.x === null ? NOTHING : (series.get(run.x.id) ?? NOTHING)),
    }
  })
}

const NOTHING: AssembledSeries = {
  points: { steps: new Float64Array(), values: new Float64Array(), times: null },
  superseded: [],
}

function axisOf({ x }: Query, own: AssembledSeries, other: AssembledSeries): XAxis {
  if (x === 'step' || x === 'wall') return { kind: x }
  if (x === 'relative') return { kind: x, startMs: own.points.times?.[0] ?? 0 }
  return { kind: 'metric', known: other.points }
}

function smoothingOf({ smoothing, smooth }: Query): Smoothing {
  switch (smoothing) {
    case 'none':
      return { kind: 'none' }
    case 'ema':
      return { kind: 'ema', weight: smooth }
    case 'time-ema':
      return { kind: 'time-ema', halfLifeSeconds: smooth }
    case 'window':
      return { kind: 'window', points: smooth }
  }
}
