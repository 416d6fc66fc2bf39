import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BUILTIN_PLAYERS } from '#lib/domain/player.ts'
import type { VersionStatus } from '#lib/domain/version.ts'
import type { CertificateKind } from '#lib/domain/vocabulary.ts'
import { log } from '#lib/log.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { getCertification } from '#lib/services/environments/get-certification.ts'
import { getEnvironment } from '#lib/services/environments/get-environment.ts'
import { requestCertificate } from '#lib/services/environments/request-certificate.ts'
import type { Deps } from '#workers/deps.ts'
import { advanceCandidate } from '#workers/handlers/advance-candidate.ts'
import { certifyVersion } from '#workers/handlers/certify-version.ts'
import { reconcile } from '#workers/maintenance/reconcile.ts'
import { type Behaviour, sandboxDouble } from '#workers/sandbox-double.fixture.ts'
import { systemContext } from '#workers/system-context.ts'
import { openWorkerWorld, type WorkerWorld } from '#workers/worker-world.fixture.ts'

let world: WorkerWorld
let database: WorkerWorld['database']
beforeAll(async () => {
  world = await openWorkerWorld()
  database = world.database
  await world.makeQueue()
})
afterAll(() => world.close())

function makeDeps(behave?: Behaviour) {
  const stopping = new AbortController()
  const sandbox = sandboxDouble(behave)
  const deps = world.depsOf({ sandbox, log: { ...log, error: () => undefined }, stopping: stopping.signal })
  return { deps, sandbox, stop: () => stopping.abort() }
}

// Worlds are dealt by ordinal: each version has its own, so that none repeats the idea of another.
let place = 0
/** A version as a run makes it, with the kept evidence of its certificate. */
async function generate(certificate: 'quick' | 'full', behave?: Behaviour) {
  const { db } = database
  const words = { modality: 'tabular', taskType: 'binary', metric: 'auc', direction: 'maximize' } as const
  const texts = { title: 't', source: 's', licence: 'l', uploadedBy: 'u', description: 'A seed.' }
  const dna = makeDna({ imbalance: Math.round(1000 * (0.2 + 0.3 * Math.random())) / 1000 })
  const contentHash = randomUUID().replaceAll('-', '').repeat(2)
  const seed = await db.seed.create({
    data: { slug: randomUUID(), contentHash, dna, files: [], ...words, ...texts },
  })
  const request = {
    v: 1,
    seedIds: [seed.id],
    candidates: 1,
    certificate,
    runSeed: 5,
    players: BUILTIN_PLAYERS,
    submitForReview: false,
  }
  const run = await db.run.create({
    data: { name: 'r', request, idempotencyKey: randomUUID(), createdBy: 'author' },
  })
  const { id } = await db.candidate.create({ data: { runId: run.id, ordinal: place++, seedId: seed.id } })
  await advanceCandidate(makeDeps(behave).deps, id)
  const { versionId } = await db.candidate.findUniqueOrThrow({ where: { id } })
  return { versionId: versionId ?? '', candidateId: id, runId: run.id }
}

const ask = async (deps: Deps, versionId: string, certificate: 'quick' | 'full' = 'full') =>
  (await requestCertificate({ ctx: systemContext(deps, 'test'), input: { versionId, certificate } })).id
const rowOf = (id: string) => database.db.certification.findUniqueOrThrow({ where: { id } })
const statusOf = async (id: string) =>
  (await database.db.version.findUniqueOrThrow({ where: { id }, select: { status: true } })).status
const setStatus = (id: string, status: VersionStatus) =>
  database.db.version.updateMany({ where: { id }, data: { status } })
const gatesOf = async (versionId: string, kind: CertificateKind) =>
  (await database.db.gateResult.findMany({ where: { versionId, kind } })).map(({ verdict }) => verdict)
const trialsOf = (versionId: string) =>
  database.db.trial.findMany({ where: { versionId }, orderBy: { id: 'asc' } })
const endLease = (id: string) =>
  database.pool.query(`UPDATE certification SET "leaseUntil" = now() - interval '1 second' WHERE id = $1`, [
    id,
  ])
/** Once, for the tests that only look at a full certificate. */
let full: Awaited<ReturnType<typeof generate>>
beforeAll(async () => {
  full = await generate('full')
})

describe('what was executed before', () => {
  test('is judged again without running anything', async () => {
    const before = await trialsOf(full.versionId)
    const { deps, sandbox } = makeDeps()
    const id = await ask(deps, full.versionId)
    await certifyVersion(deps, id)
    expect(sandbox.jobs).toEqual([])
    const row = await rowOf(id)
    expect(row).toMatchObject({ status: 'finished', verdict: 'verified', ran: 0, attempt: 1, error: null })
    expect(row.kept).toBeGreaterThan(10)
    expect(await statusOf(full.versionId)).toBe('verified')
    expect(await trialsOf(full.versionId)).toEqual(before)
    expect(
      await database.db.audit.count({ where: { verb: 'version.certify', entityId: full.versionId } }),
    ).toBe(1)
  })

  test('of a quick certificate serves the full one, which runs only what is new', async () => {
    const { versionId } = await generate('quick')
    const { deps, sandbox } = makeDeps()
    const id = await ask(deps, versionId)
    await certifyVersion(deps, id)
    expect(await rowOf(id)).toMatchObject({ verdict: 'verified', ran: sandbox.jobs.length })
    const names = sandbox.jobs.map((job) => job.id)
    expect(names.some((name) => name.startsWith('solve'))).toBe(true)
    for (const done of ['inspect', 'evaluator-checks'])
      expect(names.some((name) => name.startsWith(done))).toBe(false)
    expect(new Set(await gatesOf(versionId, 'full'))).toEqual(new Set(['passed']))
  })

  test('and is gone from the store is run again', async () => {
    const { versionId } = await generate('quick')
    const { deps, sandbox } = makeDeps()
    const gone = (await trialsOf(versionId)).find(({ program }) => program === 'inspect')?.evidence
    const id = await ask(deps, versionId, 'quick')
    const blobs = {
      ...deps.blobs,
      get: (hash: string) => (hash === gone ? Promise.reject(new Error('gone')) : deps.blobs.get(hash)),
    }
    await certifyVersion({ ...deps, blobs, log: { ...deps.log, warn: () => undefined } }, id)
    expect(await rowOf(id)).toMatchObject({ verdict: 'verified', ran: 1 })
    expect(sandbox.jobs.map((job) => job.id)).toEqual([expect.stringMatching(/^inspect/)])
  })
})

describe('the status of the version', () => {
  test('is moved by a failed gate, and the candidate stays as its run ended it', async () => {
    const { versionId, candidateId } = await generate('quick')
    const { deps } = makeDeps((job) => (job.id.startsWith('solve-2-reference') ? 'nonzero' : 'ok'))
    const id = await ask(deps, versionId)
    await certifyVersion(deps, id)
    expect(await rowOf(id)).toMatchObject({
      verdict: 'rejected',
      error: expect.stringContaining('solutions'),
    })
    expect(await statusOf(versionId)).toBe('rejected')
    expect(await database.db.finding.findMany({ where: { versionId } })).toMatchObject([
      { gate: 'solutions' },
    ])
    const candidate = await database.db.candidate.findUniqueOrThrow({ where: { id: candidateId } })
    expect(candidate.status).toBe('verified')
  })

  test.each(['in-review', 'changes-requested', 'retired'] as const)(
    '%s stays, whatever the gates say: people decided it',
    async (status) => {
      const { versionId } = await generate('quick')
      await setStatus(versionId, status)
      const { deps } = makeDeps((job) => (job.id.startsWith('solve-2-reference') ? 'nonzero' : 'ok'))
      const id = await ask(deps, versionId)
      await certifyVersion(deps, id)
      expect(await rowOf(id)).toMatchObject({ status: 'finished', verdict: 'rejected', heldStatus: null })
      expect(await statusOf(versionId)).toBe(status)
      expect(await gatesOf(versionId, 'full')).toContain('failed')
    },
  )

  test('is what it was after a fault of the machine, and so are its gates', async () => {
    const { versionId } = await generate('quick')
    const before = await database.db.gateResult.findMany({ where: { versionId }, orderBy: { id: 'asc' } })
    const { deps } = makeDeps((job) => (job.id.startsWith('solve') ? 'infra' : 'ok'))
    const id = await ask(deps, versionId)
    await certifyVersion(deps, id)
    expect(await rowOf(id)).toMatchObject({
      status: 'finished',
      verdict: 'judge-error',
      heldStatus: 'verified',
    })
    expect(await statusOf(versionId)).toBe('verified')
    expect(
      await database.db.gateResult.findMany({ where: { versionId, kind: 'quick' }, orderBy: { id: 'asc' } }),
    ).toEqual(before)
    // A later attempt is not held up by what the fault left behind.
    const again = makeDeps()
    const second = await ask(again.deps, versionId)
    await certifyVersion(again.deps, second)
    expect(await rowOf(second)).toMatchObject({ verdict: 'verified' })
    expect(new Set(await gatesOf(versionId, 'full'))).toEqual(new Set(['passed']))
  })

  test('of a draft that a run could not judge becomes verified, and the run can be retried', async () => {
    const broken: Behaviour = (job) => (job.id.startsWith('evaluator-checks') ? 'infra' : 'ok')
    const { versionId, candidateId, runId } = await generate('full', broken)
    expect(await statusOf(versionId)).toBe('draft')
    const { deps } = makeDeps()
    await expect(ask(deps, versionId)).rejects.toMatchObject({
      publicMessage: expect.stringContaining('run'),
    })
    await database.db.candidate.update({ where: { id: candidateId }, data: { status: 'error' } })
    const id = await ask(deps, versionId)
    await certifyVersion(deps, id)
    expect(await statusOf(versionId)).toBe('verified')
    await database.db.candidate.update({ where: { id: candidateId }, data: { status: 'queued', lost: 0 } })
    const again = makeDeps()
    await advanceCandidate(again.deps, candidateId)
    expect(again.sandbox.jobs).toEqual([])
    const candidate = await database.db.candidate.findUniqueOrThrow({ where: { id: candidateId } })
    expect(candidate).toMatchObject({ status: 'verified', versionId })
    expect(await database.db.run.findUniqueOrThrow({ where: { id: runId } })).toMatchObject({
      status: 'succeeded',
    })
  })
})

describe('the row is the truth', () => {
  test('two clicks ask once, another kind is a conflict, and two wake-ups work once', async () => {
    const { deps } = makeDeps()
    const ids = await Promise.all([1, 2, 3].map(() => ask(deps, full.versionId)))
    expect(new Set(ids).size).toBe(1)
    await expect(ask(deps, full.versionId, 'quick')).rejects.toMatchObject({ code: 'conflict' })
    const [id = ''] = ids
    await Promise.all([certifyVersion(deps, id), certifyVersion(deps, id)])
    expect(await rowOf(id)).toMatchObject({ status: 'finished', attempt: 1 })
    const ctx = systemContext(deps, 'test')
    const input = { versionId: full.versionId }
    expect(await getCertification({ ctx, input })).toMatchObject({ id, verdict: 'verified' })
    expect(await getEnvironment({ ctx, input })).toMatchObject({
      certification: { id },
      can: { verify: { allowed: true } },
    })
  })

  test('a lost worker changes nothing any more; the next one continues', async () => {
    const { versionId } = await generate('quick')
    const slow = makeDeps((job) => (job.id.startsWith('solve') ? 'hang' : 'ok'))
    const id = await ask(slow.deps, versionId)
    const late = certifyVersion(slow.deps, id)
    await expect.poll(() => slow.sandbox.jobs.some((job) => job.id.startsWith('solve'))).toBe(true)
    expect(await statusOf(versionId)).toBe('verifying')
    await endLease(id)
    const quick = makeDeps()
    await reconcile(quick.deps)
    await certifyVersion(quick.deps, id)
    const done = await rowOf(id)
    expect(done).toMatchObject({ status: 'finished', verdict: 'verified', attempt: 2, lost: 1 })
    slow.stop()
    await late
    expect(await rowOf(id)).toEqual(done)
    expect(await statusOf(versionId)).toBe('verified')
  })

  test('after the third lost worker it has failed, and the version is what it was', async () => {
    const { versionId } = await generate('quick')
    const { deps } = makeDeps()
    const id = await ask(deps, versionId)
    for (let death = 0; death < 3; death++) {
      const slow = makeDeps((job) => (job.id.startsWith('solve') ? 'hang' : 'ok'))
      const late = certifyVersion(slow.deps, id)
      await expect.poll(() => slow.sandbox.jobs.some((job) => job.id.startsWith('solve'))).toBe(true)
      await endLease(id)
      await reconcile(deps)
      slow.stop()
      await late
    }
    expect(await rowOf(id)).toMatchObject({ status: 'failed', error: expect.stringContaining('3 times') })
    expect(await statusOf(versionId)).toBe('verified')
  })

  test('a stopping worker gives it back without counting it', async () => {
    const { versionId } = await generate('quick')
    const slow = makeDeps((job) => (job.id.startsWith('solve') ? 'hang' : 'ok'))
    const id = await ask(slow.deps, versionId)
    const work = certifyVersion(slow.deps, id)
    await expect.poll(() => slow.sandbox.jobs.some((job) => job.id.startsWith('solve'))).toBe(true)
    slow.stop()
    await work
    expect(await rowOf(id)).toMatchObject({ status: 'queued', lost: 0, heldStatus: 'verified' })
    await certifyVersion(makeDeps().deps, id)
    expect(await rowOf(id)).toMatchObject({ status: 'finished', verdict: 'verified', attempt: 2 })
  })
})
