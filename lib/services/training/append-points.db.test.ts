import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inTransaction, type WebContext } from '#lib/services/context.ts'
import { openTestServices, SYSTEM, type TestServices } from '#lib/services/services.fixture.ts'
import { appendPoints, type SeriesBatch } from '#lib/services/training/append-points.ts'
import { createTrainingRun } from '#lib/services/training/create-training-run.ts'
import { getTrainingRun } from '#lib/services/training/get-training-run.ts'
import { CHUNK_POINTS, unpackChunk } from '#lib/training/metric-chunk.ts'

let world: TestServices
let ctx: WebContext
beforeAll(async () => {
  world = await openTestServices()
  ctx = world.as(SYSTEM)
})
afterAll(() => world.close())

const newRun = async () =>
  (await createTrainingRun({ ctx, input: { experiment: 'e', name: 'r', source: 'mlflow' } })).id
const append = (runId: string, batches: readonly SeriesBatch[]) =>
  inTransaction(ctx, (tx) => appendPoints(tx, runId, batches))
const batch = (key: string, values: number[], from = 0, segment = 0): SeriesBatch => ({
  key,
  segment,
  columns: {
    steps: Float64Array.from(values, (_, i) => from + i),
    values: Float64Array.from(values),
    times: Float64Array.from(values, (_, i) => 1000 * (from + i)),
  },
})
const seriesOf = (runId: string, key: string) =>
  world.database.db.metricSeries.findUniqueOrThrow({
    where: { runId_key: { runId, key } },
    include: { chunks: { orderBy: { id: 'asc' } } },
  })
/** Values in order of storage. */
const valuesOf = async (runId: string, key: string) =>
  (await seriesOf(runId, key)).chunks.flatMap((chunk) => [
    ...unpackChunk({ ...chunk, firstStep: Number(chunk.firstStep), lastStep: Number(chunk.lastStep) }).values,
  ])

describe('points of a run', () => {
  test('come back as they were logged, NaN and infinities too, and the counters know them', async () => {
    const runId = await newRun()
    expect(await append(runId, [batch('a', [1, Number.NaN, Infinity, -0.5]), batch('b/c', [7])])).toEqual({
      stored: 5,
      repeated: 0,
      mergeDue: false,
    })
    expect(await valuesOf(runId, 'a')).toEqual([1, Number.NaN, Infinity, -0.5])
    expect(await seriesOf(runId, 'a')).toMatchObject({
      points: 4n,
      nonFinite: 2n,
      lastStep: 3n,
      lastValue: -0.5,
      lastTimeMs: 3000n,
    })
    expect(await seriesOf(runId, 'b/c')).toMatchObject({ points: 1n, nonFinite: 0n, lastValue: 7 })
  })

  test('are stored once, however often a batch is sent', async () => {
    const runId = await newRun()
    const one = [batch('a', [1, 2, 3]), batch('b', [4])]
    await append(runId, one)
    expect(await append(runId, one)).toMatchObject({ stored: 0, repeated: 4 })
    expect(await append(runId, [...one, batch('a', [9], 3)])).toMatchObject({ stored: 1, repeated: 4 })
    expect(await append(runId, [batch('c', [5]), batch('c', [5])])).toMatchObject({ stored: 1, repeated: 1 })
    expect(await valuesOf(runId, 'a')).toEqual([1, 2, 3, 9])
    expect(await seriesOf(runId, 'a')).toMatchObject({ points: 4n, lastStep: 3n, lastValue: 9 })
    expect((await seriesOf(runId, 'c')).points).toBe(1n)
  })

  test('are cut into chunks in order, and an uneven step or a missing time survives', async () => {
    const runId = await newRun()
    const values = Array.from({ length: 2 * CHUNK_POINTS + 5 }, (_, i) => i / 7)
    await append(runId, [batch('long', values)])
    const { chunks } = await seriesOf(runId, 'long')
    expect(chunks.map(({ count }) => count)).toEqual([CHUNK_POINTS, CHUNK_POINTS, 5])
    expect(await valuesOf(runId, 'long')).toEqual(values)
    const columns = {
      steps: Float64Array.of(2 ** 52, -3, 10),
      values: Float64Array.of(1, 2, 3),
      times: null,
    }
    await append(runId, [{ key: 'uneven', segment: 4, columns }])
    const uneven = await seriesOf(runId, 'uneven')
    expect(uneven).toMatchObject({ lastStep: 2n ** 52n, lastValue: 1, lastTimeMs: null })
    const [chunk] = uneven.chunks
    if (chunk === undefined) throw new Error('nothing stored')
    expect(chunk).toMatchObject({ segment: 4, firstStep: 2n ** 52n, lastStep: 10n })
    const back = unpackChunk({
      ...chunk,
      firstStep: Number(chunk.firstStep),
      lastStep: Number(chunk.lastStep),
    })
    expect(back).toEqual(columns)
  })

  test('that come late do not become the latest; a value that is not a number leaves none', async () => {
    const runId = await newRun()
    await append(runId, [batch('a', [5], 100)])
    await append(runId, [batch('a', [1], 3)])
    expect(await seriesOf(runId, 'a')).toMatchObject({ points: 2n, lastStep: 100n, lastValue: 5 })
    await append(runId, [batch('a', [Number.NaN], 101)])
    expect(await seriesOf(runId, 'a')).toMatchObject({
      lastStep: 101n,
      lastValue: null,
      lastNonFinite: 'NaN',
      nonFinite: 1n,
    })
  })

  test.each(['Infinity', '-Infinity', 'NaN'])(
    'that end in %s are shown so, and as nothing else',
    async (word) => {
      const id = await newRun()
      await append(id, [batch('a', [1, Number(word)])])
      expect((await getTrainingRun({ ctx, input: { id } })).latest).toEqual({ a: word })
    },
  )

  test('of many metrics at once take few statements', async () => {
    const runId = await newRun()
    const batches = Array.from({ length: 10 }, (_, k) =>
      batch(
        `k${k}`,
        Array.from({ length: 100 }, (_, i) => i * k),
      ),
    )
    await append(runId, batches)
    const statements: string[] = []
    const next = batches.map(({ key }) => batch(key, [1, 2], 100))
    await inTransaction(ctx, async (tx) => {
      const spy = new Proxy(tx, {
        get(target, name) {
          if (name === '$queryRaw' || name === '$executeRaw') statements.push(name)
          return Reflect.get(target, name)
        },
      })
      await appendPoints(spy, runId, next)
    })
    expect(statements).toHaveLength(3)
  })

  test('written by several at once neither deadlock nor get lost', async () => {
    const runId = await newRun()
    const keys = ['x', 'B', 'a/ä', 'z', 'c']
    const writers = Array.from({ length: 6 }, async (_, w) => {
      for (let i = 0; i < 5; i++) {
        const order = w % 2 === 0 ? keys : [...keys].reverse()
        await append(
          runId,
          order.map((key) => batch(key, [w * 100 + i], w * 100 + i)),
        )
      }
    })
    await Promise.all(writers)
    for (const key of keys) expect((await seriesOf(runId, key)).points).toBe(30n)
  })

  test('of a transaction that fails leave nothing', async () => {
    const runId = await newRun()
    const failing = inTransaction(ctx, async (tx) => {
      await appendPoints(tx, runId, [batch('a', [1])])
      throw new Error('later')
    })
    await expect(failing).rejects.toThrow('later')
    expect(await world.database.db.metricSeries.count({ where: { runId } })).toBe(0)
    expect(await append(runId, [])).toMatchObject({ stored: 0, repeated: 0 })
    await expect(append(randomUUID(), [batch('a', [1])])).rejects.toThrow(/foreign key/i)
  })
})
