import type { z } from 'zod'
import { GetHistory, wireDouble } from '#lib/contracts/mlflow.ts'
import type { WireMetric } from '#lib/contracts/mlflow-answers.ts'
import type { Tx } from '#lib/db/client.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { runIdOf } from '#lib/services/mlflow/wire-ids.ts'
import { type MetricColumns, unpackChunk } from '#lib/training/metric-chunk.ts'

/** Most points of one answer; clients that name a number ask for 25,000. */
const HISTORY_MAX = 100_000

type Answer = { metrics: WireMetric[]; next_page_token?: string }

const byNumber = (a: number, b: number) => (Object.is(a, b) ? 0 : a < b || Number.isNaN(b) ? -1 : 1)

/** By time, step and value, as MLflow's own server answers; what came twice stands once. */
function ordered(parts: readonly MetricColumns[]): { columns: MetricColumns; order: number[] } {
  const columns = joinColumns(parts)
  const { steps, values, times } = columns
  const compare = (a: number, b: number) =>
    (times?.[a] ?? 0) - (times?.[b] ?? 0) ||
    (steps[a] ?? 0) - (steps[b] ?? 0) ||
    byNumber(values[a] ?? Number.NaN, values[b] ?? Number.NaN)
  const all = Array.from(values.keys())
  if (all.some((at) => at > 0 && compare(at - 1, at) > 0)) all.sort(compare)
  return { columns, order: all.filter((index, at) => at === 0 || compare(all[at - 1] ?? 0, index) !== 0) }
}

function joinColumns(parts: readonly MetricColumns[]): MetricColumns {
  const total = parts.reduce((sum, { values }) => sum + values.length, 0)
  const column = () => new Float64Array(total)
  const [steps, values, times] = [column(), column(), column()]
  let at = 0
  for (const part of parts) {
    steps.set(part.steps, at)
    values.set(part.values, at)
    if (part.times !== null) times.set(part.times, at)
    at += part.values.length
  }
  return { steps, values, times }
}

async function pointsOf(db: Tx, seriesId: bigint) {
  const rows = await db.metricChunk.findMany({ where: { seriesId } })
  return ordered(
    rows.map((row) =>
      unpackChunk({ ...row, firstStep: Number(row.firstStep), lastStep: Number(row.lastStep) }),
    ),
  )
}

/**
 * `metrics/get-history`: the points of a metric by time, step and value, a page at a time; none for a metric that was
 * never logged. The token of a page is the number of points before it.
 */
export async function getHistory({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof GetHistory>
}): Promise<Answer> {
  requireCapability(ctx, 'training.read')
  const { metric_key: key, max_results = HISTORY_MAX, page_token, ...of } = parseInput(GetHistory, input)
  const runId = runIdOf(of)
  const run = await ctx.db.trainingRun.findUnique({
    where: { id: runId },
    select: { series: { where: { key }, select: { id: true } } },
  })
  if (run === null) throw notFound('run', runId)
  const [series] = run.series
  if (series === undefined) return { metrics: [] }
  const from = Number(page_token)
  const to = from + Math.min(max_results, HISTORY_MAX)
  const { columns, order } = await pointsOf(ctx.db, series.id)
  const metrics = order.slice(from, to).map(
    (index): WireMetric => ({
      key,
      value: wireDouble(columns.values[index] ?? Number.NaN) as WireMetric['value'],
      timestamp: columns.times?.[index] ?? 0,
      step: columns.steps[index] ?? 0,
    }),
  )
  return { metrics, ...(to < order.length ? { next_page_token: String(to) } : {}) }
}
