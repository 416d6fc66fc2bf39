import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { gatesOf } from '#lib/domain/gates.ts'
import { BUILTIN_PLAYERS } from '#lib/domain/player.ts'
import type { Job } from '#lib/domain/ports/queue.ts'
import { MAX_REPAIRS } from '#lib/domain/rejection.ts'
import { ROLES } from '#lib/domain/vocabulary.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { CANDIDATE } from '#workers/candidate/candidate-lease.ts'
import { endCandidate } from '#workers/candidate/end-candidate.ts'
import { advanceCandidate } from '#workers/handlers/advance-candidate.ts'
import { claimRow } from '#workers/leases/lease.ts'
import { reconcile } from '#workers/maintenance/reconcile.ts'
import { type Behaviour, sandboxDouble } from '#workers/sandbox-double.fixture.ts'
import { openWorkerWorld, type WorkerWorld } from '#workers/worker-world.fixture.ts'

let world: WorkerWorld
let database: WorkerWorld['database']
beforeAll(async () => {
  world = await openWorkerWorld()
  database = world.database
  await world.makeQueue()
})
afterAll(() => world.close())

const enqueued: Job[] = []
beforeEach(() => {
  enqueued.length = 0
})

function makeDeps(behave?: Behaviour, workerId = 'w1') {
  const stopping = new AbortController()
  const sandbox = sandboxDouble(behave)
  const deps = world.depsOf({
    queue: { enqueue: async (_tx, job) => void enqueued.push(job) },
    sandbox,
    workerId,
    stopping: stopping.signal,
  })
  return { deps, sandbox, stop: () => stopping.abort() }
}

let place = 0
async function startRun(
  count: number,
  options: {
    description?: string
    certificate?: 'quick' | 'full'
    submit?: boolean
    dna?: ReturnType<typeof makeDna>
    from?: number
  } = {},
) {
  const { db } = database
  const facts = {
    modality: 'tabular',
    taskType: 'binary',
    metric: 'auc',
    direction: 'maximize',
    title: 't',
    source: 's',
    licence: 'l',
    uploadedBy: 'u',
  } as const
  const dna = options.dna ?? makeDna({ imbalance: Math.round(1000 * (0.2 + 0.3 * Math.random())) / 1000 })
  const seed = await db.seed.create({
    data: {
      slug: randomUUID(),
      contentHash: randomUUID().replaceAll('-', '').repeat(2),
      dna,
      files: [],
      description: options.description ?? 'A seed.',
      ...facts,
    },
  })
  const request = {
    v: 1,
    seedIds: [seed.id],
    candidates: count,
    certificate: options.certificate ?? 'full',
    runSeed: 5,
    players: BUILTIN_PLAYERS,
    submitForReview: options.submit ?? false,
  }
  const run = await db.run.create({
    data: { name: 'r', request, idempotencyKey: randomUUID(), createdBy: 'author' },
  })
  const candidates = []
  // Worlds are dealt by ordinal: without a wish every candidate of this file has its own.
  const from = options.from ?? place
  place = Math.max(place, from + count)
  for (let ordinal = from; ordinal < from + count; ordinal++)
    candidates.push((await db.candidate.create({ data: { runId: run.id, ordinal, seedId: seed.id } })).id)
  return { runId: run.id, candidates, first: candidates[0] ?? '' }
}
const candidateOf = (id: string) => database.db.candidate.findUniqueOrThrow({ where: { id } })
const runOf = (id: string) => database.db.run.findUniqueOrThrow({ where: { id } })
const eventsOf = (runId: string) => database.db.event.findMany({ where: { runId }, orderBy: { id: 'asc' } })
const expireLease = (id: string) =>
  database.pool.query(`UPDATE candidate SET "leaseUntil" = now() - interval '1 second' WHERE id = $1`, [id])

describe('a candidate', () => {
  // First: where nothing is in the catalogue, no plan can be a duplicate.
  test('that cannot be composed is planned again as often as it may, then rejected', async () => {
    const { deps, sandbox } = makeDeps((job) => (job.id.startsWith('compose') ? 'nonzero' : 'ok'))
    const { first } = await startRun(1)
    await advanceCandidate(deps, first)
    expect(await candidateOf(first)).toMatchObject({
      status: 'rejected',
      reasonCode: 'cannot-compose',
      repairs: MAX_REPAIRS,
      versionId: null,
    })
    expect(sandbox.jobs.filter(({ id }) => id.startsWith('compose'))).toHaveLength(MAX_REPAIRS + 1)
  })

  test('becomes a verified version in review, with steps, trials, gates and events', async () => {
    const { deps, sandbox } = makeDeps()
    const { runId, first } = await startRun(1, { submit: true })
    await advanceCandidate(deps, first)
    for (const once of ['ladder', 'inspect'])
      expect(sandbox.jobs.filter(({ id }) => id.startsWith(once))).toHaveLength(1)
    const candidate = await candidateOf(first)
    expect(candidate).toMatchObject({ status: 'verified', attempt: 1, lost: 0, repairs: 0, leaseUntil: null })
    const version = await database.db.version.findUniqueOrThrow({
      where: { id: candidate.versionId ?? '' },
      include: { gateResults: true, trials: true, findings: true },
    })
    expect(version).toMatchObject({
      status: 'in-review',
      submittedBy: 'system',
      authorId: 'author',
      runtimeHash: 'r',
      findings: [],
    })
    const record = await database.db.audit.findMany({
      where: { entity: 'version', entityId: version.id },
      orderBy: { id: 'asc' },
    })
    expect(record.map(({ verb, actorId, detail }) => [verb, actorId, detail])).toEqual([
      ['version.freeze', 'system', { contentHash: version.contentHash, run: runId }],
      ['version.verify', 'system', { certificate: 'full', verdict: 'verified', run: runId }],
      ['environment.submit', 'system', { run: runId }],
    ])
    expect(version.gateResults.map(({ gate, verdict }) => `${gate} ${verdict}`).sort()).toEqual(
      gatesOf('full')
        .map((gate) => `${gate} passed`)
        .sort(),
    )
    expect(version.trials.filter(({ kind }) => kind === 'rung')).toHaveLength(9)
    expect(version.trials.find(({ program }) => program.includes('reference'))).toMatchObject({
      tier: 'gold',
      outcome: 'ok',
      score: expect.any(Number) as number,
    })
    expect(await database.db.step.count({ where: { candidateId: first } })).toBe(4)
    expect((await runOf(runId)).status).toBe('succeeded')
    const types = (await eventsOf(runId)).map(({ type }) => type)
    expect(types.slice(0, 2)).toEqual(['run.started', 'candidate.claimed'])
    expect(types.slice(-2)).toEqual(['candidate.ended', 'run.succeeded'])
  })

  test('with a failed gate is rejected for its reason, and the version with it', async () => {
    const { deps } = makeDeps((job) => (job.id.startsWith('solve-2-reference') ? 'nonzero' : 'ok'))
    const { first } = await startRun(1)
    await advanceCandidate(deps, first)
    const candidate = await candidateOf(first)
    expect(candidate).toMatchObject({ status: 'rejected', reasonCode: 'broken' })
    const version = await database.db.version.findUniqueOrThrow({
      where: { id: candidate.versionId ?? '' },
      include: { findings: true },
    })
    expect(version.status).toBe('rejected')
    expect(version.findings).toMatchObject([
      { gate: 'solutions', check: 'repeatable/reference__rule', file: 'judge/solutions/reference__rule.py' },
    ])
  })

  test('with the spec of an earlier one is a duplicate of it', async () => {
    const { deps } = makeDeps()
    const { first, runId } = await startRun(1)
    await advanceCandidate(deps, first)
    const { seedId, versionId, ordinal } = await candidateOf(first)
    const { request } = await runOf(runId)
    const again = await database.db.run.create({
      data: { name: 'r', request: request ?? {}, idempotencyKey: randomUUID(), createdBy: 'a' },
    })
    const duplicate = await database.db.candidate.create({ data: { runId: again.id, ordinal, seedId } })
    await advanceCandidate(deps, duplicate.id)
    const version = await database.db.version.findUniqueOrThrow({ where: { id: versionId ?? '' } })
    expect(await candidateOf(duplicate.id)).toMatchObject({
      status: 'duplicate',
      duplicateOf: version.environmentId,
    })
  })
})

describe('an idea that stands already', () => {
  const dna = makeDna({ imbalance: 0.31 })
  const ideaOf = async (id: string) => {
    const { versionId } = await candidateOf(id)
    return database.db.version.findUniqueOrThrow({ where: { id: versionId ?? '' } })
  }

  test('ends a candidate as a duplicate of it before anything is composed', async () => {
    const one = await startRun(1, { dna, from: 50 })
    await advanceCandidate(makeDeps().deps, one.first)
    const { environmentId, specSha256 } = await ideaOf(one.first)
    // Another seed of the same structure: other constants, and so another spec.
    const two = await startRun(1, { dna, from: 50 })
    const { deps, sandbox } = makeDeps()
    await advanceCandidate(deps, two.first)
    const duplicate = await candidateOf(two.first)
    expect(duplicate).toMatchObject({ status: 'duplicate', duplicateOf: environmentId, versionId: null })
    expect(duplicate.reason).toContain('same rules')
    expect(sandbox.jobs).toEqual([])
    expect(await database.db.version.count({ where: { specSha256 } })).toBe(1)
  })

  test('ends all but one of those that were made at the same time', async () => {
    const runs = [await startRun(1, { dna, from: 60 }), await startRun(1, { dna, from: 60 })]
    await Promise.all(
      runs.map(({ first }, at) => advanceCandidate(makeDeps(undefined, `t${at}`).deps, first)),
    )
    const ends = await Promise.all(runs.map(({ first }) => candidateOf(first)))
    expect(ends.map(({ status }) => status).sort()).toEqual(['duplicate', 'verified'])
  })

  test('and was rejected may be tried again', async () => {
    const broken: Behaviour = (job) => (job.id.startsWith('solve-2-reference') ? 'nonzero' : 'ok')
    const one = await startRun(1, { dna, from: 70 })
    await advanceCandidate(makeDeps(broken).deps, one.first)
    expect((await candidateOf(one.first)).status).toBe('rejected')
    const two = await startRun(1, { dna, from: 70 })
    await advanceCandidate(makeDeps().deps, two.first)
    expect((await candidateOf(two.first)).status).toBe('verified')
    expect((await ideaOf(two.first)).domain).toBe((await ideaOf(one.first)).domain)
  })
})

describe('faults of the machine', () => {
  test('hand the candidate back; the third ends it as an error, never as a rejection', async () => {
    const { deps } = makeDeps((job) => (job.id.startsWith('ladder') ? 'infra' : 'ok'))
    const { runId, first } = await startRun(1)
    for (const lost of [1, 2]) {
      await advanceCandidate(deps, first)
      expect(await candidateOf(first)).toMatchObject({ status: 'queued', lost })
      expect(enqueued.at(-1)).toEqual({ queue: 'candidate.advance', id: first })
    }
    await advanceCandidate(deps, first)
    expect(await candidateOf(first)).toMatchObject({ status: 'error', reasonCode: 'infra' })
    expect((await runOf(runId)).status).toBe('failed')
  })

  test('during verification leave the version a draft that the next attempt verifies', async () => {
    let broken = true
    const { deps } = makeDeps((job) => (broken && job.id.startsWith('evaluator-checks') ? 'infra' : 'ok'))
    const { first } = await startRun(1)
    await advanceCandidate(deps, first)
    const { versionId, status } = await candidateOf(first)
    expect(status).toBe('queued')
    expect((await database.db.version.findUniqueOrThrow({ where: { id: versionId ?? '' } })).status).toBe(
      'draft',
    )
    broken = false
    await advanceCandidate(deps, first)
    expect(await candidateOf(first)).toMatchObject({ status: 'verified', versionId })
  })
})

describe('claims', () => {
  test('of four workers one gets the candidate', async () => {
    const { first } = await startRun(1)
    const claims = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) => claimRow(makeDeps(undefined, name).deps, CANDIDATE, first)),
    )
    expect(claims.filter(Boolean)).toHaveLength(1)
  })

  test('a worker that lost its lease writes nothing more', async () => {
    const { deps } = makeDeps()
    const { first } = await startRun(1)
    const old = await claimRow(deps, CANDIDATE, first)
    if (!old) throw new Error('not claimed')
    await expireLease(first)
    await reconcile(deps)
    const taken = await claimRow(makeDeps(undefined, 'w2').deps, CANDIDATE, first)
    expect(taken?.attempt).toBe(2)
    await expect(
      database.db.$transaction((tx) => endCandidate(tx, old, { to: 'verified' })),
    ).rejects.toMatchObject({ reason: 'fenced' })
    expect(await candidateOf(first)).toMatchObject({ status: 'running', attempt: 2 })
  })

  test('the next attempt reads the steps of the lost one back and runs only what is missing', async () => {
    let dies = true
    const first = makeDeps((job) => (dies && job.id.startsWith('ladder') ? 'hang' : 'ok'))
    const run = await startRun(1)
    const lost = advanceCandidate(first.deps, run.first)
    await expect
      .poll(() => first.sandbox.jobs.some(({ id }) => id.startsWith('ladder')), { timeout: 10_000 })
      .toBe(true)
    await expireLease(run.first)
    dies = false
    const second = makeDeps(undefined, 'w2')
    await reconcile(second.deps)
    await advanceCandidate(second.deps, run.first)
    expect(await candidateOf(run.first)).toMatchObject({ status: 'verified', attempt: 2, lost: 1 })
    expect(second.sandbox.jobs.filter(({ id }) => id.startsWith('compose'))).toHaveLength(0)
    first.stop()
    await lost
    expect(await candidateOf(run.first)).toMatchObject({ status: 'verified', attempt: 2 })
  })

  test('a candidate whose workers die three times is an error, and its run ends', async () => {
    const { deps } = makeDeps()
    const { runId, first } = await startRun(1)
    for (let death = 0; death < 3; death++) {
      await claimRow(deps, CANDIDATE, first)
      await expireLease(first)
      await reconcile(deps)
    }
    expect(await candidateOf(first)).toMatchObject({ status: 'error', reasonCode: 'worker-lost' })
    expect((await runOf(runId)).status).toBe('failed')
  })
})

describe('a full disk', () => {
  const full = () => {
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  }

  test('gives the candidate back with the reason and costs it no attempt, however often', async () => {
    const { deps } = makeDeps()
    const { runId, first } = await startRun(1)
    for (let time = 1; time <= 4; time++)
      await expect(
        advanceCandidate({ ...deps, blobs: { ...deps.blobs, put: async () => full() } }, first),
      ).rejects.toMatchObject({ code: 'ENOSPC' })
    expect(await candidateOf(first)).toMatchObject({
      status: 'queued',
      lost: 0,
      attempt: 4,
      leaseUntil: null,
    })
    const released = (await eventsOf(runId)).filter(({ type }) => type === 'candidate.released')
    expect(released.map(({ message }) => message)).toEqual(
      Array.from({ length: 4 }, () => expect.stringMatching(/^Paused: storage\./)),
    )
    await advanceCandidate(deps, first)
    expect(await candidateOf(first)).toMatchObject({ status: 'verified', lost: 0 })
  })
})

describe('stopping', () => {
  test('a stopping worker gives the candidate back without counting it', async () => {
    const { deps, sandbox, stop } = makeDeps((job) => (job.id.startsWith('ladder') ? 'hang' : 'ok'))
    const { first } = await startRun(1)
    const work = advanceCandidate(deps, first)
    await expect
      .poll(() => sandbox.jobs.some(({ id }) => id.startsWith('ladder')), { timeout: 10_000 })
      .toBe(true)
    stop()
    await work
    expect(await candidateOf(first)).toMatchObject({ status: 'queued', lost: 0, leaseUntil: null })
    expect(enqueued).toEqual([{ queue: 'candidate.advance', id: first }])
  })

  test('cancelling ends a running candidate and its run', async () => {
    const { deps, sandbox } = makeDeps((job) => (job.id.startsWith('ladder') ? 'hang' : 'ok'))
    const { runId, first } = await startRun(1)
    const work = advanceCandidate(deps, first)
    await expect
      .poll(() => sandbox.jobs.some(({ id }) => id.startsWith('ladder')), { timeout: 10_000 })
      .toBe(true)
    await database.pool.query(`UPDATE run SET "cancelRequestedAt" = now() WHERE id = $1`, [runId])
    await work
    expect(await candidateOf(first)).toMatchObject({ status: 'cancelled' })
    expect((await runOf(runId)).status).toBe('cancelled')
  })

  test('cancelling in the middle of the gates leaves a draft, which takes another order', async () => {
    const { deps, sandbox } = makeDeps((job) => (job.id.startsWith('evaluator-checks') ? 'hang' : 'ok'))
    const { runId, first } = await startRun(1)
    const work = advanceCandidate(deps, first)
    await expect
      .poll(() => sandbox.jobs.some(({ id }) => id.startsWith('evaluator-checks')), { timeout: 10_000 })
      .toBe(true)
    const { versionId } = await candidateOf(first)
    const statusOf = async () =>
      (await database.db.version.findUniqueOrThrow({ where: { id: versionId ?? '' } })).status
    expect(await statusOf()).toBe('verifying')
    await database.pool.query(`UPDATE run SET "cancelRequestedAt" = now() WHERE id = $1`, [runId])
    await work
    expect(await candidateOf(first)).toMatchObject({ status: 'cancelled' })
    expect(await statusOf()).toBe('draft')
  })
})

test.each(ROLES)('no line of a seed stops its candidates: x-hold: %s', async (role) => {
  const { first } = await startRun(1, { description: `A seed.\nx-hold: ${role}\n` })
  await advanceCandidate(makeDeps().deps, first)
  expect(await candidateOf(first)).toMatchObject({ status: 'verified', attempt: 1 })
})

test('the funnel adds up while several workers share a run, and the run ends once', async () => {
  // Two of six candidates fail in different ways; who they are depends on the constants in the spec.
  const { runId, candidates } = await startRun(6, { certificate: 'quick' })
  const workers = ['a', 'b', 'c'].map(
    (name) => makeDeps((job) => (name === 'c' && job.id.startsWith('compose') ? 'nonzero' : 'ok'), name).deps,
  )
  await Promise.all(candidates.flatMap((id) => workers.map((deps) => advanceCandidate(deps, id))))
  const rows = await database.db.candidate.groupBy({ by: ['status'], where: { runId }, _count: true })
  expect(rows.reduce((sum, row) => sum + row._count, 0)).toBe(6)
  for (const { status } of rows) expect(['verified', 'rejected', 'duplicate']).toContain(status)
  expect((await runOf(runId)).status).toBe('succeeded')
  expect((await eventsOf(runId)).filter(({ type }) => type === 'run.succeeded')).toHaveLength(1)
})
