import { GetHistory, wireDouble } from '#lib/contracts/mlflow.ts'
import type { WireMetric } from '#lib/contracts/mlflow-answers.ts'
import type { Tx } from '#lib/db/client.ts'
import { notFound } from '#lib/domain/errors.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { runIdOf } from '#lib/services/mlflow/wire-ids.ts'
import { unpackChunk } from '#lib/training/metric-chunk.ts'

/** Most points of one answer; clients that name a number ask for 25,000. */
const HISTORY_MAX = 100_000

type Answer = { metrics: WireMetric[]; next_page_token?: string }
type Place = { id: bigint; count: number; from: number; to: number }

/** The chunks that hold points `from` to `to` of a series, in order of arrival, and the series' length. */
async function placesOf(tx: Tx, seriesId: bigint, from: number, to: number) {
  const chunks = await tx.metricChunk.findMany({
    where: { seriesId },
    orderBy: [{ segment: 'asc' }, { id: 'asc' }],
    select: { id: true, count: true },
  })
  const places: Place[] = []
  let at = 0
  for (const { id, count } of chunks) {
    if (at < to && at + count > from)
      places.push({ id, count, from: Math.max(0, from - at), to: Math.min(count, to - at) })
    at += count
  }
  return { places, total: at }
}

async function pointsOf(tx: Tx, key: string, places: readonly Place[]): Promise<WireMetric[]> {
  const ids = places.map(({ id }) => id)
  const rows = await tx.metricChunk.findMany({ where: { id: { in: ids } } })
  const chunkOf = new Map(rows.map((row) => [row.id, row]))
  // A point that came twice in different batches is one point.
  const seen = new Set<string>()
  return places.flatMap(({ id, from, to }) => {
    const row = chunkOf.get(id)
    if (row === undefined) return []
    const chunk = { ...row, firstStep: Number(row.firstStep), lastStep: Number(row.lastStep) }
    const { steps, values, times } = unpackChunk(chunk)
    const points: WireMetric[] = []
    for (let i = from; i < to; i++) {
      const [step = 0, value = Number.NaN, timestamp = 0] = [steps[i], values[i], times?.[i]]
      const name = `${step} ${value} ${timestamp}`
      if (seen.has(name)) continue
      seen.add(name)
      points.push({ key, value: wireDouble(value) as WireMetric['value'], timestamp, step })
    }
    return points
  })
}

/**
 * `metrics/get-history`: the points of a metric in order of arrival, a page at a time; none for a metric that was
 * never logged. The token of a page is the number of points before it.
 */
export async function getHistory({ ctx, input }: { ctx: ServiceContext; input: unknown }): Promise<Answer> {
  requireCapability(ctx, 'training.read')
  const { metric_key: key, max_results = HISTORY_MAX, page_token, ...of } = GetHistory.parse(input)
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
  // One snapshot: between the two reads a worker may merge chunks.
  const { metrics, total } = await ctx.db.$transaction(
    async (tx) => {
      const { places, total } = await placesOf(tx, series.id, from, to)
      return { metrics: await pointsOf(tx, key, places), total }
    },
    { isolationLevel: 'RepeatableRead' },
  )
  return { metrics, ...(to < total ? { next_page_token: String(to) } : {}) }
}
