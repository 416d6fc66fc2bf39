import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '#lib/db/test-database.ts'
import { Task } from '#lib/domain/artefacts/task.ts'
import { BUILTIN_PLAYERS } from '#lib/domain/player.ts'
import type { Job } from '#lib/domain/ports/queue.ts'
import type { UserRole } from '#lib/domain/vocabulary.ts'
import { log } from '#lib/log.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { listAudit } from '#lib/services/audit/list-audit.ts'
import type { ServiceContext } from '#lib/services/context.ts'
import { getEnvironment } from '#lib/services/environments/get-environment.ts'
import { getVersionFile } from '#lib/services/environments/get-version-file.ts'
import { submitForReview } from '#lib/services/environments/submit-for-review.ts'
import { listNotices } from '#lib/services/notices/list-notices.ts'
import { getOverview } from '#lib/services/overview/get-overview.ts'
import { getReviewItem } from '#lib/services/reviews/get-review-item.ts'
import { submitReview } from '#lib/services/reviews/submit-review.ts'
import { diffVersions } from '#lib/services/revisions/diff-versions.ts'
import { getRevision } from '#lib/services/revisions/get-revision.ts'
import { putVersionFile } from '#lib/services/revisions/put-version-file.ts'
import { requestRevision } from '#lib/services/revisions/request-revision.ts'
import { ALL_GOOD } from '#lib/services/services.fixture.ts'
import { openBlobStore } from '#lib/storage/open-blob-store.ts'
import type { Deps } from '#workers/deps.ts'
import { advanceCandidate } from '#workers/handlers/advance-candidate.ts'
import { certifyVersion } from '#workers/handlers/certify-version.ts'
import { reviseVersion } from '#workers/handlers/revise-version.ts'
import { NO_MODELS } from '#workers/no-models.fixture.ts'
import { type Behaviour, sandboxDouble } from '#workers/sandbox-double.fixture.ts'

let database: TestDatabase
let dir = ''
const jobs: Job[] = []
const queue = { enqueue: async (_tx: unknown, job: Job) => void jobs.push(job) }
let author: ServiceContext
let colleague: ServiceContext
let reviewer: ServiceContext
beforeAll(async () => {
  database = await openTestDatabase()
  dir = await mkdtemp(join(tmpdir(), 'revise-'))
  author = await person('Ada', 'researcher')
  colleague = await person('Cleo', 'researcher')
  reviewer = await person('Rui', 'reviewer')
})
afterAll(async () => {
  await database.drop()
  await rm(dir, { recursive: true, force: true })
})

async function person(name: string, role: UserRole): Promise<ServiceContext> {
  const id = randomUUID()
  await database.db.user.create({ data: { id, name, email: `${id}@example.org`, role } })
  const actor = { kind: 'user', userId: id, name, role } as const
  return { db: database.db, blobs: openBlobStore(dir), queue, actor, requestId: 'test' }
}
const idOf = ({ actor }: ServiceContext) => (actor.kind === 'system' ? '' : actor.userId)

function worker(behave?: Behaviour) {
  const sandbox = sandboxDouble(behave)
  const deps: Deps = {
    ...NO_MODELS,
    db: database.db,
    blobs: openBlobStore(dir),
    queue,
    sandbox,
    catalogue: CATALOGUE,
    runtimeHash: 'r',
    engineKey: 'key',
    workerId: 'w1',
    log: { ...log, error: () => undefined },
    stopping: new AbortController().signal,
  }
  return { deps, sandbox }
}

let place = 300
/** A version of the author's own run, in review. */
async function inReview() {
  const { db } = database
  const facts = { modality: 'tabular', taskType: 'binary', metric: 'auc', direction: 'maximize' } as const
  const words = { title: 't', source: 's', licence: 'l', uploadedBy: 'u', description: 'A seed.', files: [] }
  const contentHash = randomUUID().replaceAll('-', '').repeat(2)
  const dna = makeDna({ imbalance: Math.round(1000 * (0.2 + 0.3 * Math.random())) / 1000 })
  const seed = await db.seed.create({ data: { slug: randomUUID(), contentHash, dna, ...words, ...facts } })
  const request = {
    v: 1,
    seedIds: [seed.id],
    candidates: 1,
    certificate: 'full',
    runSeed: 5,
    players: BUILTIN_PLAYERS,
    submitForReview: true,
  }
  const run = await db.run.create({
    data: { name: 'r', request, idempotencyKey: randomUUID(), createdBy: idOf(author) },
  })
  const advanced = async () => {
    const { id } = await db.candidate.create({ data: { runId: run.id, ordinal: place++, seedId: seed.id } })
    await advanceCandidate(worker().deps, id)
    return db.candidate.findUniqueOrThrow({ where: { id } })
  }
  let { status, versionId } = await advanced()
  // The plan of a place may have the rules and the question of one before it; that of another place has others.
  while (status === 'duplicate') ({ status, versionId } = await advanced())
  return db.version.findUniqueOrThrow({
    where: { id: versionId ?? '' },
    select: { id: true, contentHash: true, environment: { select: { slug: true } }, authorId: true },
  })
}
type Version = Awaited<ReturnType<typeof inReview>>
const statement = 'agent/description.md'
const rule = 'judge/rule.md'

const sendBack = ({ id, contentHash }: Version) =>
  submitReview({
    ctx: reviewer,
    input: { versionId: id, contentHash, verdict: 'request-changes', note: 'Say the unit.' },
  })
const save = ({ id, contentHash }: Version, changes: Record<string, string>, ctx = author) =>
  requestRevision({
    ctx,
    input: {
      versionId: id,
      contentHash,
      reason: 'The unit was missing.',
      changes: Object.entries(changes).map(([path, content]) => ({ path, content })),
    },
  })
const textOf = async ({ id }: Pick<Version, 'id'>, path: string) =>
  (await getVersionFile({ ctx: author, input: { versionId: id, path } })).text ?? ''
async function work(revisionId: string, behave?: Behaviour) {
  const { deps, sandbox } = worker(behave)
  await reviseVersion(deps, revisionId)
  const certify = jobs.filter(({ queue: name }) => name === 'version.certify').at(-1)
  const revision = await database.db.revision.findUniqueOrThrow({ where: { id: revisionId } })
  if (revision.status === 'finished' && certify) await certifyVersion(deps, certify.id)
  return { revision, sandbox }
}
const noticesOf = async (ctx: ServiceContext) => (await listNotices({ ctx })).notices.map(({ text }) => text)
const returnedTo = async (ctx: ServiceContext, slug: string) =>
  (await getOverview({ ctx })).returned.filter((one) => one.slug === slug)

describe('a version that was sent back', () => {
  let version: Version
  beforeEach(async () => {
    version = await inReview()
    await database.db.notice.deleteMany()
  })

  test('is edited, verified, resubmitted and approved; everybody hears of it and is named', async () => {
    const { slug } = version.environment
    await sendBack(version)
    expect(await noticesOf(author)).toEqual([expect.stringContaining('Rui requested changes')])
    expect(await noticesOf(reviewer)).toEqual([])
    expect(await returnedTo(author, slug)).toMatchObject([
      { version: 1, status: 'changes-requested', message: 'Say the unit.' },
    ])
    expect(await returnedTo(colleague, slug)).toEqual([])
    const before = await getEnvironment({ ctx: author, input: { versionId: version.id } })
    expect(before.can.revise).toEqual({ allowed: true })

    const old = await textOf(version, statement)
    const asked = await save(version, { [statement]: `${old}\nIn kg.\r\n`, [rule]: '# Rule, in kg\n' })
    expect(asked).toMatchObject({ status: 'queued', files: [statement, rule], requestedByName: 'Ada' })
    const { revision, sandbox } = await work(asked.id)
    expect(revision.error).toBeNull()
    // Nothing that was measured is measured again before the gates.
    expect(sandbox.jobs.filter(({ id }) => id.startsWith('compose'))).toEqual([])

    const second = await getEnvironment({ ctx: author, input: { id: slug } })
    expect(second.version).toMatchObject({
      number: 2,
      status: 'verified',
      author: idOf(author),
      editorName: 'Ada',
      runId: null,
    })
    expect(second).toMatchObject({ parentNumber: 1, certificate: { passed: 'full' } })
    expect(second.versions[0]).toMatchObject({ reason: 'The unit was missing.', editorName: 'Ada' })
    expect(Task.parse(second.task).provenance.edits).toEqual([
      { by: 'Ada', files: [statement, rule], why: 'The unit was missing.' },
    ])
    expect(await textOf(second.version, rule)).toBe('# Rule, in kg\n')
    expect(await textOf(second.version, statement)).not.toContain('\r')
    expect(await noticesOf(author)).toContainEqual(expect.stringContaining('v2 is verified'))
    expect(await returnedTo(author, slug)).toMatchObject([{ version: 2, status: 'verified' }])
    const record = await listAudit({ ctx: author, input: { entity: 'version', entityId: second.version.id } })
    expect(record.entries.map(({ verb, actorName }) => [verb, actorName])).toContainEqual([
      'version.save',
      'Ada',
    ])

    await submitForReview({ ctx: author, input: { versionId: second.version.id } })
    expect(await noticesOf(reviewer)).toEqual([expect.stringContaining('back in review as v2')])
    expect(await returnedTo(author, slug)).toEqual([])
    const item = await getReviewItem({ ctx: reviewer, input: { versionId: second.version.id } })
    expect(item.earlier).toMatchObject([{ version: 1, review: { note: 'Say the unit.' } }])
    const diff = await diffVersions({ ctx: reviewer, input: { versionId: second.version.id } })
    expect(diff).toMatchObject({ from: 1, to: 2, reason: 'The unit was missing.' })
    expect(diff.files.map(({ path, change }) => [path, change])).toEqual([
      [statement, 'changed'],
      [rule, 'changed'],
      ['task.json', 'changed'],
    ])
    const added = diff.files[0]?.hunks?.flatMap(({ lines }) => lines.filter(({ kind }) => kind === 'added'))
    expect(added?.map(({ text }) => text)).toContain('In kg.')
    const { id: versionId, contentHash } = second.version
    await expect(
      submitReview({ ctx: author, input: { versionId, contentHash, verdict: 'approve' } }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    await submitReview({
      ctx: reviewer,
      input: { versionId, contentHash, verdict: 'approve', criteria: ALL_GOOD },
    })
    const first = await getEnvironment({ ctx: author, input: { versionId: version.id } })
    expect(first.version.status).toBe('changes-requested')
    expect(first.can.revise).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('Version 2 is newer'),
    })
  })

  test('its record differs from the one before by the edit alone', async () => {
    await sendBack(version)
    const before = await textOf(version, 'task.json')
    const { id } = await save(version, { [rule]: 'Another rule.\n' })
    const { revision } = await work(id)
    const after = await textOf({ id: revision.resultId ?? '' }, 'task.json')
    const kept = (text: string) => {
      const { provenance, ...rest } = JSON.parse(text)
      return JSON.stringify({ ...rest, provenance: { ...provenance, edits: [] } })
    }
    expect(kept(after)).toBe(kept(before))
  })

  test('who judged it sees all that was saved since, not the last step alone', async () => {
    await sendBack(version)
    const second = await work((await save(version, { [rule]: 'Another rule.\n' })).id)
    const between = await database.db.version.findUniqueOrThrow({
      where: { id: second.revision.resultId ?? '' },
      select: { id: true, contentHash: true, environment: { select: { slug: true } }, authorId: true },
    })
    const words = `${await textOf(between, statement)}\nIn kg.\n`
    const { revision } = await work((await save(between, { [statement]: words })).id)
    const input = { versionId: revision.resultId ?? '' }
    const pathsOf = async (ctx: ServiceContext) => {
      const { from, files } = await diffVersions({ ctx, input, since: 'judged' })
      return [from, files.map(({ path }) => path)]
    }
    expect(await pathsOf(reviewer)).toEqual([1, [statement, rule, 'task.json']])
    expect(await pathsOf(author)).toEqual([2, [statement, 'task.json']])
  })

  test('its data is made and measured again where generate.py changed', async () => {
    await sendBack(version)
    const program = await textOf(version, 'judge/generate.py')
    const [target = ''] = program.split(' ')
    const { revision, sandbox } = await work(
      (await save(version, { 'judge/generate.py': `${target} other` })).id,
    )
    expect(revision).toMatchObject({ status: 'finished', error: null })
    expect(
      sandbox.jobs.some(({ program: one }) => one.kind === 'module' && one.name === 'sandmle.ladder'),
    ).toBe(true)
    const diff = await diffVersions({ ctx: author, input: { versionId: revision.resultId ?? '' } })
    expect(diff.files.find(({ path }) => path === 'judge/generate.py')).toMatchObject({ change: 'changed' })
  })

  test('a generator that fails makes no version, says why, and leaves the way open', async () => {
    await sendBack(version)
    const asked = await save(version, { 'judge/generate.py': 'x y' })
    const { revision } = await work(asked.id, ({ id }) => (id.startsWith('generate') ? 'nonzero' : 'ok'))
    expect(revision).toMatchObject({ status: 'failed', error: expect.stringContaining('generate.py') })
    const { revision: told, can } = await getEnvironment({ ctx: author, input: { versionId: version.id } })
    expect(told).toMatchObject({ status: 'failed', result: null })
    expect(can.revise).toEqual({ allowed: true })
    expect((await work((await save(version, { [rule]: '# Other\n' })).id)).revision.status).toBe('finished')
  })

  test('a program that does not parse makes no version, and its line is told', async () => {
    await sendBack(version)
    const { revision } = await work((await save(version, { 'judge/evaluator.py': 'print(' })).id)
    expect(revision).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('judge/evaluator.py, line 1'),
    })
  })

  test('one file is put as the next version by its address', async () => {
    await sendBack(version)
    const { id: versionId, contentHash } = version
    const input = {
      versionId,
      contentHash,
      reason: 'Shorter.',
      path: ['judge', 'rule.md'],
      content: '# Put\n',
    }
    const asked = await putVersionFile({ ctx: author, input })
    const { revision } = await work(asked.id)
    expect(revision.status).toBe('finished')
    expect(await textOf({ id: revision.resultId ?? '' }, rule)).toBe('# Put\n')
  })

  test('saved by a colleague it has two makers, and neither may judge it', async () => {
    await sendBack(version)
    await work((await save(version, { [rule]: '# By a colleague\n' }, colleague)).id)
    const detail = await getEnvironment({ ctx: author, input: { id: version.environment.slug } })
    expect(detail.version).toMatchObject({ authorName: 'Ada', editorName: 'Cleo' })
    expect(await noticesOf(colleague)).toContainEqual(expect.stringContaining('v2 is verified'))
    await submitForReview({ ctx: colleague, input: { versionId: detail.version.id } })
    await database.db.user.updateMany({
      where: { id: { in: [idOf(author), idOf(colleague)] } },
      data: { role: 'owner' },
    })
    for (const ctx of [author, colleague]) {
      const actor = { ...ctx.actor, role: 'owner' } as ServiceContext['actor']
      const { id: versionId, contentHash } = detail.version
      await expect(
        submitReview({ ctx: { ...ctx, actor }, input: { versionId, contentHash, verdict: 'approve' } }),
      ).rejects.toMatchObject({ code: 'forbidden' })
    }
  })

  test('rejected by the gates it comes back to who saved it', async () => {
    await sendBack(version)
    const asked = await save(version, { [rule]: '# Refused\n' })
    await work(asked.id, ({ id }) => (id.startsWith('solve') ? 'nonzero' : 'ok'))
    expect(await noticesOf(author)).toContainEqual(expect.stringContaining('v2 was rejected by the gates'))
    expect(await returnedTo(author, version.environment.slug)).toMatchObject([
      { version: 2, status: 'rejected' },
    ])
  })
})

describe('what is refused', () => {
  test('files that nobody edits, by name and with the way that works', async () => {
    const version = await inReview()
    await sendBack(version)
    const bad = (path: string, said: string) =>
      expect(save(version, { [path]: 'x' })).rejects.toMatchObject({
        code: 'invalid',
        publicMessage: expect.stringContaining(said),
        meta: { fields: { [path]: [expect.stringContaining(said)] } },
      })
    await bad('agent/train.csv', 'written by judge/generate.py')
    await bad('judge/answer.csv', 'written by judge/generate.py')
    await bad('judge/solutions.json', 'written by the installation')
    await bad('task.json', 'written by the installation')
    await bad('judge/notes.md', 'not a file of this version')
    await bad('../etc/passwd', 'not a file of this version')
    await expect(save(version, { [rule]: await textOf(version, rule) })).rejects.toMatchObject({
      publicMessage: expect.stringContaining('Nothing differs'),
    })
    await expect(save({ ...version, contentHash: 'a'.repeat(64) }, { [rule]: 'x' })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  test('a version in review, and a second save while one is made', async () => {
    const version = await inReview()
    await expect(save(version, { [rule]: 'x' })).rejects.toMatchObject({
      code: 'precondition',
      publicMessage: expect.stringContaining('in review'),
    })
    await sendBack(version)
    const saves = await Promise.allSettled([
      save(version, { [rule]: 'one' }),
      save(version, { [rule]: 'two' }, colleague),
    ])
    expect(saves.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(saves.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } })
    await expect(
      getRevision({
        ctx: { ...author, actor: { ...author.actor, role: 'viewer' } as ServiceContext['actor'] },
        input: { versionId: version.id },
      }),
    ).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('of two workers one makes it, once', async () => {
    const version = await inReview()
    await sendBack(version)
    const asked = await save(version, { [rule]: '# Twice\n' })
    await Promise.all([reviseVersion(worker().deps, asked.id), reviseVersion(worker().deps, asked.id)])
    const made = await database.db.version.count({
      where: { environment: { slug: version.environment.slug } },
    })
    expect(made).toBe(2)
  })
})
