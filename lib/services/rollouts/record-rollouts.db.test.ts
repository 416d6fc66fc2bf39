import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordRollouts } from '#lib/services/rollouts/record-rollouts.ts'
import { rolloutRecord, trainingRunFixture } from '#lib/services/rollouts/training-run.fixture.ts'
import { openTestServices, type TestServices } from '#lib/services/services.fixture.ts'
import { QUOTA } from '#lib/services/training/tunables.ts'

let world: TestServices
beforeAll(async () => {
  world = await openTestServices()
})
afterAll(() => world.close())

const record = async (input: { runId: string; rollouts: unknown[] }) =>
  recordRollouts({ ctx: world.as(await world.token('researcher', 'trainer')), input })
const rowsOf = (runId: string) =>
  world.database.db.rollout.findMany({ where: { runId }, orderBy: { externalId: 'asc' } })

test('the version is found by content hash, else through the pack by slug; an unknown name is kept and counted', async () => {
  const packed = await world.version({ status: 'approved' })
  const loose = await world.version({ status: 'approved' })
  const runId = await trainingRunFixture(world, { versions: [packed] })
  const score = 1.5
  const rollouts = [
    rolloutRecord({ id: 'a', environment: packed.slug, score, tier: 'silver' }),
    rolloutRecord({
      id: 'b',
      environment: 'any name',
      contentHash: loose.contentHash,
      score: 0.5,
      tier: 'gold',
    }),
    rolloutRecord({ id: 'c', environment: loose.slug }),
    rolloutRecord({ id: 'd', environment: packed.slug, contentHash: 'f'.repeat(64) }),
  ]
  expect(await record({ runId, rollouts })).toEqual({
    stored: 4,
    repeated: 0,
    refused: [],
    unknownEnvironments: 2,
  })
  expect(await rowsOf(runId)).toMatchObject([
    { versionId: packed.id, tier: 'silver', reward: 0.9, parts: { format: 0.1, execute: 0.2, silver: 0.6 } },
    { versionId: loose.id, environment: 'any name', reward: 1 },
    { versionId: null, environment: loose.slug, reward: 0.3 },
    { versionId: null, environment: packed.slug },
  ])
})

test('a record that is sent again is stored once, also by two calls at the same time', async () => {
  const runId = await trainingRunFixture(world)
  const rollouts = ['a', 'b'].map((id) => rolloutRecord({ id }))
  const twice = await Promise.all([record({ runId, rollouts }), record({ runId, rollouts })])
  expect(twice.map(({ stored }) => stored).reduce((a, b) => a + b)).toBe(2)
  expect(
    await record({ runId, rollouts: [...rollouts, rolloutRecord({ id: 'c' }), rolloutRecord({ id: 'c' })] }),
  ).toMatchObject({
    stored: 1,
    repeated: 3,
  })
  const lines = await world.database.db.audit.findMany({ where: { entityId: runId } })
  expect(lines.every(({ verb }) => verb === 'training.record-rollouts')).toBe(true)
  expect(await rowsOf(runId)).toHaveLength(3)
})

test('a record that says something else under a stored name is named, and what is stored stays', async () => {
  const runId = await trainingRunFixture(world)
  await record({ runId, rollouts: [rolloutRecord({ id: 'a', tier: 'gold' })] })
  const said = await record({
    runId,
    rollouts: [rolloutRecord({ id: 'a', tier: 'bronze' }), rolloutRecord({ id: 'b' })],
  })
  expect(said).toMatchObject({ stored: 1, repeated: 0, refused: [{ at: 0, id: 'a' }] })
  expect(said.refused[0]?.message).toContain('tier gold, now bronze')
  expect(await rowsOf(runId)).toMatchObject([{ tier: 'gold' }, { externalId: 'b' }])
})

test('program and trajectory go to the store, the tail of the output to the row', async () => {
  const runId = await trainingRunFixture(world)
  const trajectory = [
    { role: 'user', content: 'Solve it.' },
    { role: 'assistant', content: '<think>mean</think>', tool: 'run' },
  ]
  const output = `${'x'.repeat(5000)}\0end`
  const one = { program: 'print(1)\n', trajectory, output }
  await record({ runId, rollouts: [rolloutRecord({ ...one, id: 'a' }), rolloutRecord({ ...one, id: 'b' })] })
  const [a, b] = await rowsOf(runId)
  expect(a?.program).toBe(b?.program)
  expect(a?.output).toHaveLength(4000)
  expect(a?.output?.endsWith('\uFFFDend')).toBe(true)
  const read = async (hash: string | null | undefined) =>
    new TextDecoder().decode(await world.blobs.get(hash ?? ''))
  expect(await read(a?.program)).toBe('print(1)\n')
  expect(
    (await read(a?.trajectory))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual(trajectory)
  const hashes = [a?.program ?? '', a?.trajectory ?? '']
  expect(await world.database.db.blob.count({ where: { sha256: { in: hashes } } })).toBe(2)
})

test('a record that contradicts itself or cannot be read is named, and its neighbours are stored', async () => {
  const version = await world.version({ status: 'approved' })
  const runId = await trainingRunFixture(world, { versions: [version] })
  const rollouts = [
    rolloutRecord({ id: 'first' }),
    rolloutRecord({ id: 'tier', environment: version.slug, score: 1.5, tier: 'gold' }),
    rolloutRecord({ id: 'parts', reward: 0.5, parts: { format: 0.1 } }),
    rolloutRecord({ id: 'name', environment: 'a\nb' }),
    { ...rolloutRecord({ id: 'step' }), step: -1 },
    { ...rolloutRecord({ id: 'more' }), extra: 1 },
    'no record',
    rolloutRecord({ id: 'twice', reward: 7 }),
    rolloutRecord({ id: 'twice' }),
    rolloutRecord({ id: 'last', environment: version.slug, score: 1.5, tier: 'silver' }),
    rolloutRecord({ id: 'unseen', environment: 'a\u0001b' }),
  ]
  const told = await record({ runId, rollouts })
  expect(told).toMatchObject({ stored: 3, repeated: 0, unknownEnvironments: 1 })
  expect(told.refused.map(({ at, id }) => [at, id])).toEqual([
    [1, 'tier'],
    [2, 'parts'],
    [3, 'name'],
    [4, 'step'],
    [5, 'more'],
    [6, null],
    [7, 'twice'],
    [10, 'unseen'],
  ])
  expect(told.refused[1]?.message).toMatch(/Rollout parts: .*sum to 0.1/)
  expect(told.refused[3]?.message).toMatch(/^step: /)
  expect(told.refused[7]?.message).toContain('U+0001')
  expect((await rowsOf(runId)).map(({ externalId }) => externalId)).toEqual(['first', 'last', 'twice'])
  // Sent again once it is right, it finds its place beside the others.
  const corrected = rollouts.map((one, at) => (at === 2 ? rolloutRecord({ id: 'parts' }) : one))
  expect(await record({ runId, rollouts: corrected })).toMatchObject({ stored: 1, repeated: 3 })
})

test('a call without one right record is refused by its first fault, with the place of each', async () => {
  const runId = await trainingRunFixture(world)
  const parts = rolloutRecord({ id: 'r-8', reward: 0.5, parts: { format: 0.1 } })
  await expect(record({ runId, rollouts: [parts] })).rejects.toMatchObject({
    code: 'invalid',
    publicMessage: expect.stringMatching(/^Rollout r-8: the parts sum to 0.1, the reward is 0.5.$/),
  })
  await expect(record({ runId, rollouts: [{ id: 'x' }, parts] })).rejects.toMatchObject({
    meta: { fields: { 'rollouts.0': [expect.any(String)], 'rollouts.1': [expect.stringContaining('r-8')] } },
  })
  expect(await rowsOf(runId)).toEqual([])
})

test('what cannot be: an unknown run, a thousand and one records, a name with a line break', async () => {
  await expect(record({ runId: randomUUID(), rollouts: [rolloutRecord()] })).rejects.toMatchObject({
    code: 'not-found',
  })
  const runId = await trainingRunFixture(world)
  const many = Array.from({ length: 1001 }, () => rolloutRecord())
  await expect(record({ runId, rollouts: many })).rejects.toMatchObject({ code: 'invalid' })
  expect(await record({ runId, rollouts: many.slice(1) })).toMatchObject({ stored: 1000 })
  await expect(record({ runId, rollouts: [rolloutRecord({ environment: 'a\nb' })] })).rejects.toMatchObject({
    code: 'invalid',
  })
})

test('bytes are charged to the token, and a token without room stores nothing', async () => {
  const runId = await trainingRunFixture(world)
  const actor = await world.token('researcher', 'trainer')
  const send = (id: string) =>
    recordRollouts({
      ctx: world.as(actor),
      input: { runId, rollouts: [rolloutRecord({ id, program: 'x=1' })] },
    })
  const where = { tokenId: actor.kind === 'token' ? actor.tokenId : '' }
  await send('a')
  const [used] = await world.database.db.ingestUsage.findMany({ where })
  expect(used).toMatchObject({ bytes: 403n, requests: 1 })
  await world.database.db.ingestUsage.updateMany({ where, data: { bytes: QUOTA.bytes - 402 } })
  await expect(send('b')).rejects.toMatchObject({ code: 'limit' })
  expect(await rowsOf(runId)).toHaveLength(1)
})
