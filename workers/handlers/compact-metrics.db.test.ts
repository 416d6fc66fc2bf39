import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeQueueTables } from '#lib/jobs/queue-tables.fixture.ts'
import { inTransaction, type WebContext } from '#lib/services/context.ts'
import { openTestServices, type TestServices } from '#lib/services/services.fixture.ts'
import { appendPoints } from '#lib/services/training/append-points.ts'
import { createTrainingRun } from '#lib/services/training/create-training-run.ts'
import { logMetrics } from '#lib/services/training/log-metrics.ts'
import { COMPACT_AT, COMPACT_KEEP } from '#lib/services/training/tunables.ts'
import { CHUNK_POINTS, unpackChunk } from '#lib/training/metric-chunk.ts'
import { compactMetrics } from '#workers/handlers/compact-metrics.ts'
import { reconcile } from '#workers/maintenance/reconcile.ts'

let world: TestServices
let ctx: WebContext
const stopping = new AbortController().signal
beforeAll(async () => {
  world = await openTestServices()
  ctx = world.as(await world.user('researcher'))
  await makeQueueTables(world.database)
})
afterAll(() => world.close())

const newRun = async () =>
  (await createTrainingRun({ ctx, input: { experiment: 'e', name: 'r', source: 'mlflow' } })).id
const compact = (runId: string) => compactMetrics({ db: world.database.db, stopping }, runId)
const point = (step: number, value = step / 3) => ({ key: 'm', value, timestamp: 1000 + step, step })
const log = (runId: string, steps: readonly number[]) =>
  logMetrics({ ctx, input: { runId, metrics: steps.map((step) => point(step)) } })
const columnsOf = (from: number, count: number, times: boolean) => {
  const list = Array.from({ length: count }, (_, i) => from + i)
  return {
    steps: Float64Array.from(list),
    values: Float64Array.from(list, (step) => step / 3),
    times: times ? Float64Array.from(list, (step) => 1000 + step) : null,
  }
}
const append = (runId: string, segment: number, from: number, count: number, times = true) =>
  inTransaction(ctx, (tx) =>
    appendPoints(tx, runId, [{ key: 'm', segment, columns: columnsOf(from, count, times) }]),
  )

async function read(runId: string) {
  const series = await world.database.db.metricSeries.findFirstOrThrow({
    where: { runId, key: 'm' },
    include: { chunks: { orderBy: [{ segment: 'asc' }, { id: 'asc' }] } },
  })
  const steps = series.chunks.flatMap((chunk) => [
    ...unpackChunk({ ...chunk, firstStep: Number(chunk.firstStep), lastStep: Number(chunk.lastStep) }).steps,
  ])
  return { series, chunks: series.chunks, steps }
}

test('the batch that passes the limit wakes a worker, once, which merges and keeps order and newest', async () => {
  const runId = await newRun()
  const before = world.jobs.length
  for (let step = 0; step < COMPACT_AT + 5; step++) await log(runId, [step])
  expect(world.jobs.slice(before)).toEqual([{ queue: 'metrics.compact', id: runId }])
  const { steps } = await read(runId)
  await compact(runId)
  const after = await read(runId)
  expect(after.steps).toEqual(steps)
  expect(after.chunks).toHaveLength(COMPACT_KEEP + 1)
  expect(after.series).toMatchObject({ points: BigInt(COMPACT_AT + 5), looseChunks: 0 })
  // A batch that the client sends again late is still known.
  expect(await log(runId, [COMPACT_AT + 4])).toEqual({ stored: 0, repeated: 1 })
  await compact(runId)
  expect((await read(runId)).chunks.map(({ id }) => id)).toEqual(after.chunks.map(({ id }) => id))
})

test('repetitions go and are no longer counted; full chunks, segments and missing times stay apart', async () => {
  const runId = await newRun()
  await append(runId, 0, 0, CHUNK_POINTS)
  for (let i = 0; i < 60; i++) await append(runId, 0, 4096 + i, 2)
  for (let i = 0; i < 60; i++) await append(runId, 1, 10_000 + i, 1, false)
  for (let i = 0; i < 40; i++) await append(runId, 1, 20_000 + i, 1)
  await compact(runId)
  const { chunks, series } = await read(runId)
  const shape = chunks.slice(0, 4).map(({ segment, count, times }) => [segment, count, times.length > 0])
  expect(shape).toEqual([
    [0, CHUNK_POINTS, true],
    [0, 61, true],
    [1, 60, false],
    [1, 40 - COMPACT_KEEP, true],
  ])
  expect(chunks).toHaveLength(4 + COMPACT_KEEP)
  expect(series.points).toBe(BigInt(CHUNK_POINTS + 61 + 60 + 40))
})

test('many points become chunks of 4,096', async () => {
  const runId = await newRun()
  const batches = Array.from({ length: COMPACT_AT + COMPACT_KEEP }, (_, i) => ({
    key: 'm',
    columns: columnsOf(100 * i, 100, true),
  }))
  await inTransaction(ctx, (tx) => appendPoints(tx, runId, batches))
  await compact(runId)
  const { chunks, steps } = await read(runId)
  expect(chunks.slice(0, 4).map(({ count }) => count)).toEqual([4096, 4096, 4096, 512])
  expect(steps).toEqual(Array.from({ length: 14_400 }, (_, i) => i))
})

test('logging continues beside it, and nothing is lost', async () => {
  const runId = await newRun()
  for (let step = 0; step < COMPACT_AT; step++) await log(runId, [step])
  const logging = (async () => {
    for (let step = COMPACT_AT; step < COMPACT_AT + 40; step++) await log(runId, [step])
  })()
  await Promise.all([logging, compact(runId), compact(runId)])
  const { steps, series } = await read(runId)
  expect(steps).toEqual(Array.from({ length: COMPACT_AT + 40 }, (_, i) => i))
  expect(series.points).toBe(BigInt(COMPACT_AT + 40))
})

test('the reconciler wakes a worker for what was left', async () => {
  const runId = await newRun()
  for (let step = 0; step < COMPACT_AT; step++) await log(runId, [step])
  await world.database.db.trainingRun.update({
    where: { id: runId },
    data: { createdAt: new Date(Date.now() - 60_000) },
  })
  const woken: string[] = []
  const queue = {
    enqueue: async (_: unknown, job: { queue: string; id: string }) =>
      void woken.push(`${job.queue} ${job.id}`),
  }
  await reconcile({ db: world.database.db, queue })
  expect(woken).toContain(`metrics.compact ${runId}`)
})
