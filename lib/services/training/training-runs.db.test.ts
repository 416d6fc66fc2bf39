import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { WebContext } from '#lib/services/context.ts'
import { openTestServices, SYSTEM, type TestServices } from '#lib/services/services.fixture.ts'
import { createTrainingRun } from '#lib/services/training/create-training-run.ts'
import { finishTrainingRun } from '#lib/services/training/finish-training-run.ts'
import { logMetrics } from '#lib/services/training/log-metrics.ts'

let world: TestServices
let ctx: WebContext
beforeAll(async () => {
  world = await openTestServices()
  ctx = world.as(await world.token('researcher', 'trainer'))
})
afterAll(() => world.close())

const create = (over: object = {}) =>
  createTrainingRun({ ctx, input: { experiment: 'qwen', name: 'seed 1', source: 'mlflow', ...over } })
const rowOf = (id: string) =>
  world.database.db.trainingRun.findUniqueOrThrow({ where: { id }, include: { params: true, tags: true } })
const pack = (slug: string) =>
  world.database.db.pack.create({
    data: { slug, version: 2, title: slug, layout: 'sandmle-task', status: 'ready', createdBy: 'system' },
  })

describe('a training run', () => {
  test('has its experiment, configuration, tags and owner, and leaves an audit line', async () => {
    const { id } = await create({ params: { lr: '1e-6', seed: '1' }, tags: { team: 'rl' } })
    const again = await create({ name: 'seed 2' })
    const row = await rowOf(id)
    expect(row).toMatchObject({
      name: 'seed 1',
      status: 'running',
      source: 'mlflow',
      packId: null,
      endedAt: null,
    })
    expect(row.createdBy).toBe(ctx.actor.kind === 'token' ? ctx.actor.userId : '')
    expect(row.params.map(({ key, value }) => `${key}=${value}`).sort()).toEqual(['lr=1e-6', 'seed=1'])
    expect(row.experimentId).toBe((await rowOf(again.id)).experimentId)
    const audit = await world.database.db.audit.findMany({ where: { entityId: id } })
    expect(audit.map(({ verb }) => verb)).toEqual(['training.create'])
  })

  test('is linked to a pack and a reward table by its tags, also later', async () => {
    const { id: packId, slug } = await pack('rl-pack')
    const byName = await create({ tags: { 'sandmle.pack': `${slug}@2`, 'sandmle.reward_table': 'sparse' } })
    expect(await rowOf(byName.id)).toMatchObject({ packId, rewardTable: 'sparse' })
    const { id } = await create()
    await logMetrics({ ctx, input: { runId: id, metrics: [], tags: { 'sandmle.pack': packId } } })
    expect(await rowOf(id)).toMatchObject({ packId, rewardTable: null })
    await expect(create({ tags: { 'sandmle.pack': 'rl-pack@3' } })).rejects.toMatchObject({ code: 'invalid' })
    await expect(create({ tags: { 'sandmle.reward_table': 'x' } })).rejects.toThrow('paper, released, sparse')
  })

  test('of a file that is read again is the same run, and belongs to who sent the file', async () => {
    const person = await world.user('researcher')
    const upload = await world.database.db.importUpload.create({
      data: {
        target: 'training',
        blob: 'a'.repeat(64),
        filename: 'f',
        options: {},
        uploadedBy: person.userId,
      },
    })
    const read = (name: string) =>
      createTrainingRun({
        ctx: world.as(SYSTEM),
        input: { experiment: 'files', name, source: 'import', importId: upload.id },
      })
    const first = await read('one')
    expect(await read('one')).toEqual(first)
    expect(await read('two')).not.toEqual(first)
    expect((await rowOf(first.id)).createdBy).toBe(person.userId)
  })

  test('ends, is resumed, and ends again', async () => {
    const { id } = await create()
    const endedAt = new Date('2026-01-02T03:04:05.678Z')
    await finishTrainingRun({ ctx, input: { runId: id, status: 'finished', endedAt } })
    expect(await rowOf(id)).toMatchObject({ status: 'finished', endedAt })
    await finishTrainingRun({ ctx, input: { runId: id, status: 'running', name: 'renamed' } })
    expect(await rowOf(id)).toMatchObject({ status: 'running', endedAt: null, name: 'renamed' })
    await finishTrainingRun({ ctx, input: { runId: id, status: 'failed' } })
    expect((await rowOf(id)).endedAt).toBeInstanceOf(Date)
    await expect(
      finishTrainingRun({ ctx, input: { runId: randomUUID(), status: 'failed' } }),
    ).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('logging', () => {
  const point = (key: string, value: number, step: number) => ({ key, value, timestamp: 1000 + step, step })

  test('is all or nothing: a changed param stores no point', async () => {
    const { id } = await create({ params: { lr: '1' } })
    const metrics = [point('loss', 0.5, 1), point('loss', Number.NaN, 2), point('kl', 0, 1)]
    expect(await logMetrics({ ctx, input: { runId: id, metrics, params: { lr: '1', wd: '0' } } })).toEqual({
      stored: 3,
      repeated: 0,
    })
    const changed = logMetrics({
      ctx,
      input: { runId: id, metrics: [point('loss', 1, 3)], params: { lr: '2' } },
    })
    await expect(changed).rejects.toThrow('lr is "1" and cannot change to "2"')
    expect(await logMetrics({ ctx, input: { runId: id, metrics } })).toEqual({ stored: 0, repeated: 3 })
    const series = await world.database.db.metricSeries.findMany({ where: { runId: id } })
    expect(series.map(({ key, points }) => `${key} ${points}`).sort()).toEqual(['kl 1', 'loss 2'])
  })

  test.each([
    ['half a step', { ...point('a', 1, 0.5) }],
    ['an empty key', point('', 1, 1)],
    ['a zero byte', point('a\u0000', 1, 1)],
    ['a text for a number', { ...point('a', 1, 1), value: '1' as unknown as number }],
  ])('refuses %s', async (_, metric) => {
    const { id } = await create()
    await expect(logMetrics({ ctx, input: { runId: id, metrics: [metric] } })).rejects.toMatchObject({
      code: 'invalid',
    })
    expect(await world.database.db.metricSeries.count({ where: { runId: id } })).toBe(0)
  })

  test('needs a run', async () => {
    await expect(logMetrics({ ctx, input: { runId: randomUUID(), metrics: [] } })).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})
