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

const available = { kind: 'available', backend: 'warm', runtime: 'python 3.11.2', layers: [], probes: [] }

test('the overview counts what the database holds', async () => {
  const ctx = world.as(await world.user('researcher'))
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
  await world.database.db.seedUpload.create({
    data: {
      blob: 'x',
      filename: 'bad.zip',
      status: 'failed',
      error: 'Not a zip.',
      uploadedBy: 'x',
      finishedAt: new Date(),
    },
  })
  const overview = Overview.parse(await getOverview({ ctx }))
  expect(overview).toMatchObject({
    seeds: 1,
    runs: { active: 1, total: 2 },
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
    sandbox: { status: 'ok', backend: 'warm' },
    queue: { status: 'ok', queued: 0 },
  })
  await world.database.db.worker.updateMany({ data: { beatAt: new Date(Date.now() - 600_000) } })
  expect(await getHealth({ ctx })).toMatchObject({
    status: 'degraded',
    workers: [{ alive: false }, { alive: false }],
  })
})

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
