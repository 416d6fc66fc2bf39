import { afterAll, beforeAll, expect, test } from 'vitest'
import { Lineage } from '#lib/contracts/lineage.ts'
import type { ServiceContext } from '#lib/services/context.ts'
import { getRunLineage } from '#lib/services/lineage/get-run-lineage.ts'
import { getSeedLineage } from '#lib/services/lineage/get-seed-lineage.ts'
import { funnelOf } from '#lib/services/runs/funnels-of.ts'
import { openTestServices, type TestServices } from '#lib/services/services.fixture.ts'

let world: TestServices
let ctx: ServiceContext
let seedId = ''
let runIds: string[] = []

/** Three runs: the oldest has 30 candidates of one seed, each other one two of each of two seeds. */
beforeAll(async () => {
  world = await openTestServices()
  const user = await world.user('researcher')
  ctx = world.as(user)
  seedId = await world.seed('kilns')
  const other = await world.seed('wheels')
  const { db } = world.database
  const version = await world.version({ author: user.userId })
  const make = async (name: string, day: number) =>
    db.run.create({
      data: {
        name,
        idempotencyKey: name,
        createdBy: user.userId,
        request: {},
        createdAt: new Date(Date.UTC(2026, 0, day)),
      },
      select: { id: true },
    })
  const runs = [await make('first', 1), await make('second', 2), await make('third', 3)]
  runIds = runs.map(({ id }) => id)
  const [first = '', second = '', third = ''] = runIds
  const statuses = ['verified', 'rejected', 'rejected'] as const
  await db.candidate.createMany({
    data: Array.from({ length: 30 }, (_, ordinal) => ({
      runId: first,
      ordinal,
      seedId,
      status: statuses[ordinal % 3] ?? 'rejected',
    })),
  })
  for (const runId of [second, third])
    await db.candidate.createMany({
      data: [seedId, seedId, other, other].map((id, ordinal) => ({
        runId,
        ordinal,
        seedId: id,
        status: ordinal === 0 ? 'verified' : 'queued',
        ...(ordinal === 0 && runId === second ? { versionId: version.id } : {}),
      })),
    })
  const grown = await db.candidate.findFirstOrThrow({ where: { versionId: version.id } })
  const trial = { versionId: version.id, inputHash: 'h', status: 'finished', requestedBy: 'worker' } as const
  await db.trial.createMany({
    data: [
      { ...trial, kind: 'rung', program: 's2', wallMs: 700 },
      { ...trial, kind: 'inspect', program: 'inspect', wallMs: 300 },
      // Somebody's grading, not the certificate's.
      { ...trial, kind: 'score', program: 'mine', wallMs: 5000 },
    ],
  })
  const step = { player: 'builtin', inputHash: 'h', status: 'succeeded' } as const
  await db.step.createMany({
    data: [
      { ...step, candidateId: grown.id, role: 'data-strategist', repair: 0, durationMs: 1000 },
      { ...step, candidateId: grown.id, role: 'ml-developer', repair: 0, durationMs: 2500 },
      // Taken over from another run, where its time was spent.
      {
        ...step,
        candidateId: grown.id,
        role: 'technical-writer',
        repair: 0,
        durationMs: 9000,
        reusedFrom: version.id,
      },
    ],
  })
})
afterAll(() => world.close())

test('a run tells every candidate once: its counts are its funnel', async () => {
  for (const id of runIds) {
    const lineage = await getRunLineage({ ctx, input: { id, each: 500 } })
    expect(Lineage.parse(lineage)).toEqual(lineage)
    expect(lineage.funnel).toEqual(await funnelOf(ctx.db, id))
    const outcomes = lineage.branches.flatMap((branch) => branch.outcomes)
    const all = await ctx.db.candidate.count({ where: { runId: id } })
    expect(outcomes.reduce((sum, { count }) => sum + count, 0)).toBe(all)
    expect(outcomes.reduce((sum, { candidates }) => sum + candidates.length, 0)).toBe(all)
  }
})

test('a seed leads to its runs, the newest first, and through a candidate to its version', async () => {
  const lineage = await getSeedLineage({ ctx, input: { id: 'kilns' } })
  expect(lineage.branches.map(({ run }) => run.name)).toEqual(['third', 'second', 'first'])
  expect(lineage.branches.every(({ seed }) => seed.slug === 'kilns')).toBe(true)
  const [, second, first] = lineage.branches
  expect(first).toMatchObject({ candidates: 30, verified: 10 })
  expect(second).toMatchObject({ candidates: 2, verified: 1, durationMs: 4500, costMicroUsd: 0 })
  expect(second?.outcomes.map(({ status, count }) => [status, count])).toEqual([
    ['queued', 1],
    ['verified', 1],
  ])
  const [grown] = second?.outcomes.find(({ status }) => status === 'verified')?.candidates ?? []
  expect(grown?.environment).toMatchObject({ number: 1, status: 'in-review', later: [] })
  expect(lineage.funnel).toMatchObject({ verified: 12, rejected: 20, queued: 2 })
  expect(lineage.durationMs).toBe(4500)
})

test('of many candidates the first are told and all are counted, and runs come page by page', async () => {
  const page = await getSeedLineage({ ctx, input: { id: seedId, limit: 2, each: 3 } })
  expect(page.branches.map(({ run }) => run.name)).toEqual(['third', 'second'])
  const last = await getSeedLineage({
    ctx,
    input: { id: seedId, limit: 2, each: 3, after: page.next ?? undefined },
  })
  expect(last.next).toBeNull()
  expect(last.branches.map(({ run }) => run.name)).toEqual(['first'])
  const rejected = last.branches[0]?.outcomes.find(({ status }) => status === 'rejected')
  expect([rejected?.count, rejected?.candidates.map(({ ordinal }) => ordinal)]).toEqual([20, [1, 2, 4]])
  expect(last.funnel).toEqual(page.funnel)
})

test('a seed or run that is not there is told by name', async () => {
  await expect(getSeedLineage({ ctx, input: { id: 'nothing' } })).rejects.toThrow(/seed/)
  await expect(getRunLineage({ ctx, input: { id: seedId } })).rejects.toThrow(/run/)
})
