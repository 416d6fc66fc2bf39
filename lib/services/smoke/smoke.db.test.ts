import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SmokeReport } from '#lib/contracts/smoke.ts'
import type { SmokeControl } from '#lib/domain/training.ts'
import type { PackStatus } from '#lib/domain/version.ts'
import { openTestServices, SYSTEM, type TestServices } from '#lib/services/services.fixture.ts'
import { cancelSmokeRun } from '#lib/services/smoke/cancel-smoke-run.ts'
import { getSmokeRun } from '#lib/services/smoke/get-smoke-run.ts'
import { listSmokeRuns } from '#lib/services/smoke/list-smoke-runs.ts'
import { startSmokeRun } from '#lib/services/smoke/start-smoke-run.ts'

let world: TestServices
beforeAll(async () => {
  world = await openTestServices()
})
afterAll(() => world.close())

async function makePack(status: PackStatus = 'ready', filled = true): Promise<string> {
  const { db } = world.database
  const version = await world.version({ status: 'approved' })
  const entry = { versionId: version.id, contentHash: version.contentHash, split: 'train' } as const
  const pack = await db.pack.create({
    data: {
      slug: `p-${randomUUID().slice(0, 8)}`,
      version: 1,
      title: 'Pack',
      layout: 'sandmle-task',
      status,
      createdBy: 'system',
      ...(filled ? { entries: { create: [entry] } } : {}),
    },
  })
  return pack.id
}

const COUNTS = { rollouts: 32, reward: 16, valid: 20, medals: 10, timeouts: 0, infra: 0 }
const report = (medals: number): SmokeReport => ({
  v: 1,
  phase: 'done',
  parameters: 10,
  prepareSeconds: 1,
  environments: [{ slug: 'a', title: 'A', modality: 'tabular', withoutSibling: null }],
  seeds: [
    {
      seed: 0,
      trainingRunId: randomUUID(),
      status: 'finished',
      steps: [
        {
          ...COUNTS,
          medals,
          seed: 0,
          step: 0,
          groups: 4,
          liveGroups: 4,
          viewEntropy: 1,
          programSeconds: 0.1,
          executed: 32,
          seconds: 3,
          environments: ['a'],
          siblings: null,
        },
      ],
      siblings: COUNTS,
      dead: [],
      greedy: [
        {
          environment: 'a',
          split: 'train',
          choices: { model: 'linear' },
          source: 'print(1)',
          outcome: 'scored',
          tier: 'gold',
          score: 1,
          output: 'said',
        },
      ],
    },
  ],
})

describe('ordering a smoke test', () => {
  test('makes a row and a job; an equal open order is answered with the same one', async () => {
    const packId = await makePack()
    const ctx = world.as(await world.user('researcher'))
    const first = await startSmokeRun({ ctx, input: { packId, seeds: 1, rollouts: 64 } })
    const again = await startSmokeRun({ ctx, input: { packId, seeds: 1, rollouts: 64 } })
    const other = await startSmokeRun({ ctx, input: { packId, seeds: 1, rollouts: 64, control: 'shuffled' } })
    expect(again.id).toBe(first.id)
    expect(other.id).not.toBe(first.id)
    expect(world.jobs.filter(({ queue }) => queue === 'smoke.train').map(({ id }) => id)).toEqual([
      first.id,
      other.id,
    ])
    const { smokeRuns } = await listSmokeRuns({ ctx, input: { packId } })
    expect(smokeRuns.map(({ id, status }) => [id, status])).toEqual([
      [other.id, 'queued'],
      [first.id, 'queued'],
    ])
  })

  test('two equal orders at once are one', async () => {
    const packId = await makePack()
    const ctx = world.as(SYSTEM)
    const made = await Promise.all([0, 1].map(() => startSmokeRun({ ctx, input: { packId } })))
    expect(new Set(made.map(({ id }) => id)).size).toBe(1)
  })

  test.each([
    ['building', true, 'only ready packs'],
    ['ready', false, 'no environment'],
  ] as const)('refuses a pack that is %s (filled: %s)', async (status, filled, why) => {
    const packId = await makePack(status, filled)
    await expect(startSmokeRun({ ctx: world.as(SYSTEM), input: { packId } })).rejects.toThrow(why)
  })

  test.each<object>([{ seeds: 0 }, { seeds: 6 }, { rollouts: 33 }, { rollouts: 8192 }, { reward: 'other' }])(
    'refuses %o',
    async (wrong) => {
      const packId = await makePack()
      await expect(
        startSmokeRun({ ctx: world.as(SYSTEM), input: { packId, ...wrong } }),
      ).rejects.toMatchObject({ code: 'invalid' })
    },
  )
})

test('a waiting one is cancelled at once, a running one is asked; an ended one is not', async () => {
  const { db } = world.database
  const ctx = world.as(SYSTEM)
  const packId = await makePack()
  const waiting = await startSmokeRun({ ctx, input: { packId } })
  expect(await cancelSmokeRun({ ctx, input: { id: waiting.id } })).toMatchObject({ status: 'cancelled' })
  await expect(cancelSmokeRun({ ctx, input: { id: waiting.id } })).rejects.toThrow('nothing to cancel')
  const running = await startSmokeRun({ ctx, input: { packId } })
  await db.smokeRun.update({ where: { id: running.id }, data: { status: 'running' } })
  const asked = { status: 'running', cancelling: true }
  expect(await cancelSmokeRun({ ctx, input: { id: running.id } })).toMatchObject(asked)
  expect(await cancelSmokeRun({ ctx, input: { id: running.id } })).toMatchObject(asked)
})

test('is judged beside the control of its pack; programs are for people who may see evidence', async () => {
  const { db } = world.database
  const ctx = world.as(await world.user('reviewer'))
  const packId = await makePack()
  const insert = (control: SmokeControl, medals: number) =>
    db.smokeRun.create({
      data: {
        packId,
        reward: 'dense',
        control,
        seeds: 1,
        rollouts: 32,
        status: 'succeeded',
        report: JSON.parse(JSON.stringify(report(medals))),
        createdBy: 'system',
      },
    })
  const dense = await insert('none', 10)
  expect((await getSmokeRun({ ctx, input: { id: dense.id } })).certificate?.verdict).toBe('failed')
  const control = await insert('shuffled', 0)
  const seen = await getSmokeRun({ ctx, input: { id: dense.id } })
  expect(seen.beside.map(({ id }) => id)).toEqual([control.id])
  expect(Object.fromEntries((seen.certificate?.checks ?? []).map(({ id, passed }) => [id, passed]))).toEqual({
    seeds: false,
    train: true,
    siblings: true,
    control: true,
    timeouts: true,
    live: true,
    dead: true,
  })
  expect(seen.report?.seeds[0]?.greedy[0]?.source).toBe('print(1)')
  expect((await getSmokeRun({ ctx, input: { id: control.id } })).certificate).toBeNull()
  const viewer = world.as(await world.user('viewer'))
  const hidden = await getSmokeRun({ ctx: viewer, input: { id: dense.id } })
  expect(hidden.report?.seeds[0]?.greedy[0]).toMatchObject({ source: '', output: '', tier: 'gold' })
  expect(hidden.can.readPrograms.allowed).toBe(false)
})
