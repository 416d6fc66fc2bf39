import { inTransaction, type ServiceContext } from '#lib/services/context.ts'
import { appendPoints } from '#lib/services/training/append-points.ts'
import { createTrainingRun } from '#lib/services/training/create-training-run.ts'

/** What a trainer sends at once, at most; and what live logging looks like: a few points of each metric. */
const BATCH = 1000
const KEYS = 10
const MS_A_STEP = 500
const START = Date.UTC(2026, 0, 1)

export type Rate = { points: number; seconds: number; pointsPerSecond: number }
/** Sends one request to the route of a batch; throws unless it answers 200. */
export type SendBatch = (body: string) => Promise<void>

const rateOf = (points: number, began: number): Rate => {
  const seconds = (performance.now() - began) / 1000
  return { points, seconds: Math.round(seconds * 10) / 10, pointsPerSecond: Math.round(points / seconds) }
}

/** A curve as trainers have them: rising, noisy, never the same twice. */
const valueAt = (key: number, step: number) =>
  Math.tanh(step / 5000 + key) + Math.sin(step * 12.9898 + key) / 10

function bodyOf(runId: string, batch: number): string {
  const perKey = BATCH / KEYS
  const metrics = Array.from({ length: BATCH }, (_, i) => {
    const key = i % KEYS
    const step = batch * perKey + Math.floor(i / KEYS)
    return {
      key: `group/metric_${key}`,
      value: valueAt(key, step),
      timestamp: START + step * MS_A_STEP,
      step,
    }
  })
  return JSON.stringify({ run_id: runId, metrics, params: [], tags: [] })
}

/** Batches of 1000 metrics over ten keys, from `trainers` at once, each with a run of its own. */
export async function measureBatches(
  ctx: ServiceContext,
  send: SendBatch,
  { trainers, batches }: { trainers: number; batches: number },
): Promise<Rate> {
  const names = Array.from({ length: trainers }, (_, i) => `live ${i}`)
  const runs: string[] = []
  for (const name of names)
    runs.push((await createTrainingRun({ ctx, input: { experiment: 'bench', name, source: 'mlflow' } })).id)
  // Bodies are written before the clock starts: a trainer's own time is not ours.
  const bodies = runs.map((id) => Array.from({ length: batches }, (_, batch) => bodyOf(id, batch)))
  const began = performance.now()
  await Promise.all(
    bodies.map(async (list) => {
      for (const body of list) await send(body)
    }),
  )
  return rateOf(trainers * batches * BATCH, began)
}

/** Columns as a parser hands them over: `series` metrics of `points` each, a transaction a run of ten metrics. */
export async function measureFiles(
  ctx: ServiceContext,
  { series, points }: { series: number; points: number },
): Promise<Rate> {
  const steps = Float64Array.from({ length: points }, (_, at) => at)
  const times = steps.map((step) => START + step * MS_A_STEP)
  let took = 0
  for (let from = 0; from < series; from += KEYS) {
    const input = { experiment: 'bench', name: `file ${from}`, source: 'import' as const }
    const { id } = await createTrainingRun({ ctx, input })
    const batches = Array.from({ length: Math.min(KEYS, series - from) }, (_, key) => ({
      key: `group/metric_${key}`,
      columns: { steps, values: steps.map((step) => valueAt(from + key, step)), times },
    }))
    const began = performance.now()
    await inTransaction(ctx, (tx) => appendPoints(tx, id, batches))
    took += performance.now() - began
  }
  return rateOf(series * points, performance.now() - took)
}

type Size = { points: number; bytes: number; bytesPerPoint: number }

/** Bytes that the stored points take, indexes and packed parts included. */
export async function measureSize({ db }: ServiceContext): Promise<Size> {
  const [row] = await db.$queryRaw<{ points: bigint; bytes: bigint }[]>`
    select (select sum(points) from metric_series)::bigint as points,
      pg_total_relation_size('metric_chunk') + pg_total_relation_size('metric_series') as bytes`
  const [points, bytes] = [Number(row?.points ?? 0), Number(row?.bytes ?? 0)]
  return { points, bytes, bytesPerPoint: Math.round((bytes / points) * 100) / 100 }
}
