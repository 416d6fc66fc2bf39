import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Health, Overview } from '#lib/contracts/overview.ts'
import { listAudit } from '#lib/services/audit/list-audit.ts'
import { getHealth } from '#lib/services/health/get-health.ts'
import { getOverview } from '#lib/services/overview/get-overview.ts'
import { createToken } from '#lib/services/people/create-token.ts'
import { cancelRun } from '#lib/services/runs/cancel-run.ts'
import { startRun } from '#lib/services/runs/start-run.ts'
import { openTestServices, SYSTEM, type TestServices } from '#lib/services/services.fixture.ts'

let world: TestServices
beforeAll(async () => {
  world = await openTestServices()
})
afterAll(() => world.close())

const available = {
  kind: 'available',
  backend: 'warm',
  runtime: 'python 3.11.2',
  pinned: false,
  layers: [],
  probes: [],
}

test('the overview counts what the database holds', async () => {
  const member = await world.user('researcher')
  const ctx = world.as(member)
  await world.seed('alpha')
  await world.version({ status: 'in-review' })
  await world.version({ status: 'approved' })
  const run = await startRun({ ctx, input: { candidates: 3, idempotencyKey: randomUUID() } })
  await cancelRun({ ctx, input: { id: run.id } })
  const lost = await startRun({ ctx, input: { candidates: 1, name: 'Lost', idempotencyKey: randomUUID() } })
  await world.database.db.candidate.updateMany({
    where: { runId: lost.id },
    data: { status: 'error', reason: 'The worker was lost.', finishedAt: new Date(Date.now() - 60_000) },
  })
  const upload = { blob: 'x', status: 'failed', error: 'Not a zip.', finishedAt: new Date() } as const
  await world.database.db.seedUpload.createMany({
    data: [
      { ...upload, filename: 'bad.zip', uploadedBy: member.kind === 'user' ? member.userId : '' },
      ...Array.from({ length: 12 }, (_, n) => ({ ...upload, filename: `${n}.zip`, uploadedBy: 'x' })),
    ],
  })
  const overview = Overview.parse(await getOverview({ ctx }))
  expect(overview).toMatchObject({
    seeds: 1,
    runs: { active: 1, waiting: 0, total: 2 },
    candidates: { cancelled: 3, error: 1 },
    environments: { 'in-review': 1, approved: 1 },
    review: { waiting: 1 },
    outcomes: [
      { status: 'cancelled', count: 3 },
      { status: 'error', count: 1 },
    ],
    broken: [
      { kind: 'upload', runId: null, title: 'bad.zip', message: 'Not a zip.' },
      { kind: 'candidate', runId: lost.id, title: 'Lost #1', message: 'The worker was lost.' },
    ],
  })
})

test('health is ok with a living worker whose sandbox works, degraded without, and down without a database', async () => {
  const ctx = world.as(SYSTEM)
  expect(await getHealth({ ctx })).toMatchObject({
    status: 'degraded',
    database: { status: 'ok' },
    workers: [],
    sandbox: { status: 'unknown' },
  })
  await world.database.db.worker.create({
    data: {
      id: 'w1',
      sandbox: { kind: 'refused', reason: 'no user namespaces', fix: 'do this', probes: [] },
    },
  })
  expect(await getHealth({ ctx })).toMatchObject({
    status: 'degraded',
    sandbox: { status: 'refused', fix: 'do this' },
  })
  await world.database.db.worker.create({ data: { id: 'w2', sandbox: available } })
  const health = Health.parse(await getHealth({ ctx }))
  expect(health).toMatchObject({
    status: 'ok',
    sandbox: { status: 'ok', backend: 'warm', runtime: 'python 3.11.2', pinned: false },
    queue: { status: 'ok', queued: 0 },
  })
  await silence('w1', 600)
  await silence('w2', 12)
  expect(await getHealth({ ctx })).toMatchObject({
    status: 'degraded',
    workers: [{ alive: false }, { alive: false }],
    problems: [{ part: 'worker', reason: 'No worker is alive; w2 beat last.', next: expect.any(String) }],
  })
})

const silence = (id: string, seconds: number) =>
  world.database.pool.query('update worker set "beatAt" = now() - make_interval(secs => $2) where id = $1', [
    id,
    seconds,
  ])
const tell = (id: string, part: 'pool' | 'storage', value: object) =>
  world.database.pool.query(`update worker set ${part} = $2, "beatAt" = now() where id = $1`, [id, value])

test('health tells the truth of pools and disks as living workers beat it, since when and what to do', async () => {
  const ctx = world.as(SYSTEM)
  await world.database.db.worker.deleteMany({})
  for (const id of ['a', 'b']) await world.database.db.worker.create({ data: { id, sandbox: available } })
  const stuck = { state: 'stuck', reason: 'The canary of 12:01 never came back.', ageS: 40 }
  await tell('a', 'pool', stuck)
  await tell('b', 'pool', { state: 'serving', reason: null, ageS: 5 })
  // One that serves is enough; the other is named in its row.
  const half = await getHealth({ ctx })
  expect(half).toMatchObject({ status: 'ok', sandbox: { status: 'ok' } })
  expect(half.workers.find(({ id }) => id === 'a')?.pool).toMatchObject({
    state: 'stuck',
    reason: stuck.reason,
  })
  await tell('b', 'pool', { ...stuck, state: 'restarting', reason: 'The host is replaced.' })
  const frozen = await getHealth({ ctx })
  expect(frozen).toMatchObject({
    status: 'degraded',
    sandbox: { status: 'restarting', reason: 'The host is replaced.' },
    problems: [
      { part: 'sandbox', reason: 'The host is replaced.', next: expect.stringContaining('by itself') },
    ],
  })
  expect(frozen.problems[0]?.forS).toBeGreaterThanOrEqual(40)
  // What a dead worker said last counts for nothing.
  await silence('b', 12)
  expect(await getHealth({ ctx })).toMatchObject({
    sandbox: { status: 'stuck', reason: stuck.reason },
    problems: [{ part: 'sandbox' }, { part: 'worker', reason: 'Worker b is silent.' }],
  })
  await tell('a', 'pool', { state: 'a word of tomorrow' })
  await tell('a', 'storage', { state: 'full', freeBytes: 5, reason: '5 bytes are free.', ageS: 3 })
  expect(await getHealth({ ctx })).toMatchObject({
    storage: { status: 'full', freeBytes: 5 },
    problems: [
      {
        part: 'storage',
        reason: 'Paused: storage. 5 bytes are free.',
        next: expect.stringContaining('Free space'),
      },
      { part: 'worker' },
    ],
  })
})

test('a supervisor that ended, and a part that keeps ending, are said with the next step', async () => {
  const ctx = world.as(SYSTEM)
  await world.database.db.worker.deleteMany({})
  await world.database.db.worker.create({ data: { id: 'a', sandbox: available } })
  const web = { name: 'web', state: 'failing', restarts: 5, forS: 40, reason: 'ended with code 1' } as const
  const around = (status: 'ok' | 'gone') => ({ supervisor: { status, parts: [web] }, databaseGoneS: null })
  expect(await getHealth({ ctx, around: around('ok') })).toMatchObject({
    status: 'degraded',
    problems: [{ part: 'web', forS: 40, reason: expect.stringContaining('ended with code 1') }],
  })
  expect(await getHealth({ ctx, around: around('gone') })).toMatchObject({
    problems: [{ part: 'supervisor', next: expect.stringContaining('npm run up') }],
  })
})

test.each(['actor', 'verb', 'entityID', 'since'])(
  'the audit trail refuses an unknown filter by %s',
  async (name) => {
    const ctx = world.as(await world.user('owner'))
    await expect(listAudit({ ctx, input: { [name]: 'x' } })).rejects.toThrow(name)
  },
)

test('the audit trail names people and tokens, newest first, page by page', async () => {
  const member = await world.user('owner', 'Olga')
  const ctx = world.as(member)
  for (let n = 0; n < 3; n++) await createToken({ ctx, input: { name: `t${n}`, scope: 'agent' } })
  const first = await listAudit({ ctx, input: { limit: '2', entity: 'token' } })
  expect(first.entries).toMatchObject([{ verb: 'token.create', actorName: 'Olga' }, { verb: 'token.create' }])
  const second = await listAudit({
    ctx,
    input: { limit: '2', entity: 'token', before: first.next ?? undefined },
  })
  expect(second.entries).toHaveLength(1)
  expect(second.next).toBeNull()
})

test('what broke in one run is one row, and a run that failed speaks for its candidates', async () => {
  const ctx = world.as(await world.user('researcher'))
  const start = (name: string) =>
    startRun({ ctx, input: { candidates: 3, name, idempotencyKey: randomUUID() } })
  const [some, all] = [await start('Some'), await start('All')]
  const lost = { status: 'error', reason: 'No space.', finishedAt: new Date() } as const
  const { candidate, run } = world.database.db
  await candidate.updateMany({ where: { runId: { in: [some.id, all.id] }, ordinal: { lt: 2 } }, data: lost })
  await run.update({ where: { id: all.id }, data: { status: 'failed', finishedAt: new Date() } })
  const { broken } = Overview.parse(await getOverview({ ctx }))
  expect(broken.filter(({ runId }) => runId === some.id)).toMatchObject([
    { kind: 'candidate', title: 'Some: 2 candidates', message: 'No space.' },
  ])
  expect(broken.filter(({ runId }) => runId === all.id)).toMatchObject([{ kind: 'run', title: 'All' }])
})
