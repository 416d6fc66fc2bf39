import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OpenedChannel, openChannel } from '#lib/db/open-channel.ts'
import { openTestDatabase, type TestDatabase } from '#lib/db/test-database.ts'
import { Task } from '#lib/domain/artefacts/task.ts'
import { BUILTIN_PLAYERS } from '#lib/domain/player.ts'
import type { Job } from '#lib/domain/ports/queue.ts'
import type { Role } from '#lib/domain/vocabulary.ts'
import { makeQueueTables } from '#lib/jobs/queue-tables.fixture.ts'
import { log } from '#lib/log.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { listAudit } from '#lib/services/audit/list-audit.ts'
import type { WaitingContext } from '#lib/services/context.ts'
import { TRIAL_CHANNEL } from '#lib/services/open-services.ts'
import { cancelRun } from '#lib/services/runs/cancel-run.ts'
import { getRun } from '#lib/services/runs/get-run.ts'
import { retryFailed } from '#lib/services/runs/retry-failed.ts'
import { editArtefact } from '#lib/services/steering/edit-artefact.ts'
import { getArtefact } from '#lib/services/steering/get-artefact.ts'
import { getOutputFile } from '#lib/services/steering/get-output-file.ts'
import { listArtefacts } from '#lib/services/steering/list-artefacts.ts'
import { listOutputs } from '#lib/services/steering/list-outputs.ts'
import { resumeCandidates } from '#lib/services/steering/resume-candidates.ts'
import { openBlobStore } from '#lib/storage/open-blob-store.ts'
import type { Deps } from '#workers/deps.ts'
import { advanceCandidate } from '#workers/handlers/advance-candidate.ts'
import { checkArtefact } from '#workers/handlers/check-artefact.ts'
import { reconcile } from '#workers/maintenance/reconcile.ts'
import { NO_MODELS } from '#workers/no-models.fixture.ts'
import { type Behaviour, sandboxDouble } from '#workers/sandbox-double.fixture.ts'

let database: TestDatabase
let dir = ''
let ctx: WaitingContext
let channel: OpenedChannel
const jobs: Job[] = []
const queue = {
  enqueue: async (_tx: unknown, job: Job) => {
    jobs.push(job)
    if (job.queue === 'artefact.check') void checkSoon(job.id)
  },
}
/** A worker that checks what is saved, once its row is there; what its engine refuses is told by `refusing`. */
let refusing: Behaviour | undefined
async function checkSoon(id: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await database.db.artefactCheck.findUnique({ where: { id } }))
      return checkArtefact(worker(refusing).deps, id)
    await sleep(10)
  }
}
beforeAll(async () => {
  database = await openTestDatabase()
  await makeQueueTables(database)
  dir = await mkdtemp(join(tmpdir(), 'steer-'))
  const blobs = openBlobStore(dir)
  const user = { id: randomUUID(), name: 'Ada', email: 'ada@example.org', role: 'researcher' } as const
  await database.db.user.create({ data: user })
  const actor = { kind: 'user', userId: user.id, name: 'Ada', role: 'researcher' } as const
  channel = openChannel(database.appUrl, TRIAL_CHANNEL)
  ctx = { db: database.db, blobs, queue, actor, channel, requestId: 'test' }
})
afterAll(async () => {
  await channel.close()
  await database.drop()
  await rm(dir, { recursive: true, force: true })
})

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
    log,
    stopping: new AbortController().signal,
  }
  return { deps, sandbox }
}

let place = 100
async function heldRun(count: number, holdAfter: Role | null, behave?: Behaviour) {
  const { db } = database
  const facts = { modality: 'tabular', taskType: 'binary', metric: 'auc', direction: 'maximize' } as const
  const words = { title: 't', source: 's', licence: 'l', uploadedBy: 'u', description: 'A seed.', files: [] }
  const contentHash = randomUUID().replaceAll('-', '').repeat(2)
  const dna = makeDna({ imbalance: Math.round(1000 * (0.2 + 0.3 * Math.random())) / 1000 })
  const seed = await db.seed.create({ data: { slug: randomUUID(), contentHash, dna, ...words, ...facts } })
  const request = {
    v: 1,
    seedIds: [seed.id],
    candidates: count,
    certificate: 'quick',
    runSeed: 5,
    players: BUILTIN_PLAYERS,
    submitForReview: false,
    holdAfter,
  }
  const run = await db.run.create({
    data: { name: 'r', request, idempotencyKey: randomUUID(), createdBy: 'author' },
  })
  const candidates: string[] = []
  for (let at = 0; at < count; at++) {
    const row = { runId: run.id, ordinal: place++, seedId: seed.id }
    candidates.push((await db.candidate.create({ data: row })).id)
  }
  const { deps, sandbox } = worker(behave)
  for (const id of candidates) await advanceCandidate(deps, id)
  sandbox.jobs.length = 0
  return { id: run.id, candidates, first: candidates[0] ?? '', deps, sandbox }
}
const candidateOf = (id: string) => database.db.candidate.findUniqueOrThrow({ where: { id } })
const runStatus = async (id: string) => (await database.db.run.findUniqueOrThrow({ where: { id } })).status
const stepsOf = async (candidateId: string) =>
  Object.fromEntries(
    (await database.db.step.findMany({ where: { candidateId, repair: 0 } })).map((step) => [step.role, step]),
  )
const spec = 'spec.json'
async function edit(id: string, candidateId: string, file: string, change: (text: string) => string) {
  const { text, sha256 } = await getArtefact({ ctx, input: { id, candidateId, file } })
  const input = { id, candidateId, file, content: change(text), expectedSha256: sha256 }
  return editArtefact({ ctx, input })
}
const titled = (title: string) => (text: string) => JSON.stringify({ ...JSON.parse(text), title })

describe('a run that holds after the strategist', () => {
  test('waits with every candidate, and the edited spec is what exactly the later steps build', async () => {
    const { id, first, candidates, deps, sandbox } = await heldRun(2, 'data-strategist')
    expect(await runStatus(id)).toBe('awaiting-input')
    const waiting = await getRun({ ctx, input: { id } })
    expect(waiting.funnel).toMatchObject({ held: 2, queued: 0, running: 0 })
    expect(waiting.can.resume).toEqual({ allowed: true })
    const planned = (await stepsOf(first))['data-strategist']
    expect(Object.keys(await stepsOf(first))).toEqual(['data-strategist'])
    await edit(id, first, spec, titled('Edited by a person'))
    await resumeCandidates({ ctx, input: { id, candidateId: first } })
    expect(await runStatus(id)).toBe('running')
    expect(jobs.at(-1)).toEqual({ queue: 'candidate.advance', id: first })
    await advanceCandidate(deps, first)
    const candidate = await candidateOf(first)
    expect(candidate).toMatchObject({ status: 'verified', attempt: 2, repairs: 0, lost: 0 })
    const version = await database.db.version.findUniqueOrThrow({ where: { id: candidate.versionId ?? '' } })
    expect(version).toMatchObject({ title: 'Edited by a person', authorId: 'author' })
    expect(ctx.actor).toMatchObject({ userId: version.editorId })
    const steps = await stepsOf(first)
    expect(steps['data-strategist']).toMatchObject({ ranAt: planned?.ranAt, editedBy: version.editorId })
    expect(Object.keys(steps).sort()).toEqual(
      ['data-strategist', 'ml-developer', 'mlops-engineer', 'technical-writer'].sort(),
    )
    expect(sandbox.jobs.filter((job) => job.id.startsWith('compose'))).toHaveLength(1)
    const events = await database.db.event.findMany({ where: { candidateId: first }, orderBy: { id: 'asc' } })
    const started = events.flatMap(({ type, data }) => (type === 'step.started' ? [data] : []))
    expect(started.map((data) => (data as { role: string }).role)).toEqual([
      'data-strategist',
      'ml-developer',
      'mlops-engineer',
      'technical-writer',
    ])
    expect(events.find(({ type }) => type === 'candidate.steered')?.message).toBe('Reused 1 step, 3 re-run.')
    const after = await getRun({ ctx, input: { id } })
    expect(after.lanes[0]).toMatchObject({ steered: { reused: 1, rerun: 3 } })
    expect(after.lanes[0]?.steps[0]).toMatchObject({ player: 'builtin', editedBy: 'Ada' })
    // The other one still waits, and so does the run again.
    expect(after).toMatchObject({ status: 'awaiting-input', funnel: { verified: 1, held: 1 } })
    await resumeCandidates({ ctx, input: { id } })
    await advanceCandidate(deps, candidates[1] ?? '')
    expect(await runStatus(id)).toBe('succeeded')
  })

  test('shows the spec without its secret and keeps the secret', async () => {
    const { id, first } = await heldRun(1, 'data-strategist')
    const before = (await stepsOf(first))['data-strategist']?.outputBlob ?? ''
    const { text } = await getArtefact({ ctx, input: { id, candidateId: first, file: spec } })
    const secretOf = async (blob: string) =>
      JSON.parse(Buffer.from(await ctx.blobs.get(blob)).toString()).secret
    expect(text).not.toContain(await secretOf(before))
    const view = await edit(id, first, spec, titled('Another title'))
    expect(JSON.parse(view.text).title).toBe('Another title')
    const after = (await stepsOf(first))['data-strategist']?.outputBlob ?? ''
    expect(await secretOf(after)).toBe(await secretOf(before))
    expect(await database.db.artefactEdit.findMany({ where: { candidateId: first } })).toMatchObject([
      { file: spec, before, after, role: 'data-strategist' },
    ])
    const listed = await listArtefacts({ ctx, input: { id, candidateId: first } })
    expect(listed).toMatchObject({ role: 'data-strategist', files: [spec], edits: [{ editedBy: 'Ada' }] })
    expect(await database.db.audit.count({ where: { entityId: first, verb: 'run.edit-artefact' } })).toBe(1)
  })

  test('refuses what is not a spec, a secret of its own, and a file that is not there', async () => {
    const { id, first } = await heldRun(1, 'data-strategist')
    const invalid = { code: 'invalid' }
    await expect(edit(id, first, spec, () => '{')).rejects.toMatchObject(invalid)
    const many = (text: string) => text.replace(/"train": \d+/, '"train": 5000')
    await expect(edit(id, first, spec, many)).rejects.toMatchObject(invalid)
    const own = (text: string) => JSON.stringify({ ...JSON.parse(text), secret: 'a'.repeat(32) })
    await expect(edit(id, first, spec, own)).rejects.toMatchObject(invalid)
    const doubled = (text: string) => text.replace(/"noise": (\d)/, '"noise": 2,\n  "noise": $1')
    await expect(edit(id, first, spec, doubled)).rejects.toMatchObject({
      ...invalid,
      publicMessage: expect.stringMatching(/^spec\.json, line \d+: "noise" appears twice\./),
    })
    await expect(
      getArtefact({ ctx, input: { id, candidateId: first, file: 'judge/answer.csv' } }),
    ).rejects.toMatchObject({ code: 'not-found' })
    expect(await database.db.artefactEdit.count({ where: { candidateId: first } })).toBe(0)
  })

  test('a world that does not exist is refused when it is saved, at the field, and nothing is kept', async () => {
    const { id, first } = await heldRun(1, 'data-strategist')
    const before = (await stepsOf(first))['data-strategist']
    await expect(
      edit(id, first, spec, (text) =>
        JSON.stringify({ ...JSON.parse(text), domain: { family: 'no', id: 'no' } }),
      ),
    ).rejects.toMatchObject({
      code: 'invalid',
      publicMessage: expect.stringContaining('There is no domain no/no'),
      meta: { fields: { domain: [expect.stringContaining('Families are')] } },
    })
    expect((await stepsOf(first))['data-strategist']).toMatchObject({
      outputBlob: before?.outputBlob,
      editedBy: null,
    })
    expect(await database.db.artefactEdit.count({ where: { candidateId: first } })).toBe(0)
  })

  test('a known world with the columns of another is refused by column, target and words', async () => {
    const { id, first } = await heldRun(1, 'data-strategist')
    const domain = { family: 'energy', id: 'heat-pump' }
    const failure = await edit(id, first, spec, (text) =>
      JSON.stringify({ ...JSON.parse(text), domain }),
    ).catch((error: unknown) => error)
    const { fields } = (failure as { meta: { fields: Record<string, string[]> } }).meta
    expect(Object.keys(fields)).toEqual(expect.arrayContaining(['entity', 'target.name']))
    expect(Object.keys(fields).some((path) => path.startsWith('columns.'))).toBe(true)
  })

  test('what the engine cannot compose is refused with its words', async () => {
    const { id, first } = await heldRun(1, 'data-strategist')
    refusing = ({ id: job }) => (job.startsWith('compose') ? 'nonzero' : 'ok')
    await expect(edit(id, first, spec, titled('Cannot be composed'))).rejects.toMatchObject({
      code: 'invalid',
      publicMessage: expect.stringContaining('it was nonzero'),
    })
    refusing = undefined
  })

  test('a program that does not parse is refused with its line', async () => {
    const { id, first } = await heldRun(1, 'mlops-engineer')
    await expect(edit(id, first, 'judge/evaluator.py', () => 'print(')).rejects.toMatchObject({
      code: 'invalid',
      meta: { fields: { 'judge/evaluator.py': [expect.stringContaining('line 1')] } },
    })
  })

  test('a save that no worker checks is not kept, and says so', async () => {
    const { id, first } = await heldRun(1, 'data-strategist')
    const { text, sha256 } = await getArtefact({ ctx, input: { id, candidateId: first, file: spec } })
    const content = titled('Nobody looks')(text)
    const input = { id, candidateId: first, file: spec, content, expectedSha256: sha256 }
    const idle = { ...ctx, queue: { enqueue: async () => undefined } }
    await expect(editArtefact({ ctx: idle, input, waitMs: 50 })).rejects.toMatchObject({
      code: 'unavailable',
      publicMessage: expect.stringContaining('was not saved'),
    })
    expect((await getArtefact({ ctx, input: { id, candidateId: first, file: spec } })).text).toBe(text)
  })
})

test('an edit of what another engine had produced stays, and the candidate waits again', async () => {
  const { id, first, deps } = await heldRun(1, 'data-strategist')
  await edit(id, first, spec, titled('Of the engine before'))
  await resumeCandidates({ ctx, input: { id } })
  const upgraded = { ...deps, catalogue: { ...CATALOGUE, engineVersion: 'f'.repeat(64) } }
  await advanceCandidate(upgraded, first)
  expect(await candidateOf(first)).toMatchObject({ status: 'held', phase: 'data-strategist' })
  const events = await database.db.event.findMany({ where: { candidateId: first, level: 'warn' } })
  expect(events.map(({ type }) => type)).toEqual(['step.edit-kept'])
  await resumeCandidates({ ctx, input: { id } })
  await advanceCandidate(upgraded, first)
  const { status, versionId } = await candidateOf(first)
  expect(status).toBe('verified')
  const { title } = await database.db.version.findUniqueOrThrow({ where: { id: versionId ?? '' } })
  expect(title).toBe('Of the engine before')
})

describe('a refused attempt', () => {
  /** The first ladder fails, as a plan that the gates would refuse does. */
  const failingOnce = (): Behaviour => {
    let failed = false
    return ({ program }) => {
      if (failed || program.kind !== 'module' || program.name !== 'sandmle.ladder') return 'ok'
      failed = true
      return 'nonzero'
    }
  }

  test.each(['data-strategist', 'ml-developer', 'technical-writer'] as const)(
    'is followed by one that is held after the %s again',
    async (role) => {
      const { id, first, deps } = await heldRun(1, role, failingOnce())
      if (role !== 'technical-writer') {
        expect(await candidateOf(first)).toMatchObject({ status: 'held', phase: role, repairs: 0 })
        await resumeCandidates({ ctx, input: { id } })
        await advanceCandidate(deps, first)
      }
      expect(await candidateOf(first)).toMatchObject({ status: 'held', phase: role, repairs: 1 })
      expect(await listArtefacts({ ctx, input: { id, candidateId: first } })).toMatchObject({
        role,
        repair: 1,
      })
      await resumeCandidates({ ctx, input: { id } })
      await advanceCandidate(deps, first)
      expect(await candidateOf(first)).toMatchObject({ status: 'verified', repairs: 1 })
      const told = await database.db.event.count({
        where: { candidateId: first, type: 'candidate.repaired' },
      })
      expect(told).toBe(1)
    },
  )

  test('of an edit ends the candidate with the reason: an edit is never replaced', async () => {
    const { id, first, deps } = await heldRun(1, 'data-strategist', failingOnce())
    await edit(id, first, spec, titled('Refused by the ladder'))
    await resumeCandidates({ ctx, input: { id } })
    await advanceCandidate(deps, first)
    const ended = await candidateOf(first)
    expect(ended).toMatchObject({ status: 'rejected', reasonCode: 'broken', repairs: 0, versionId: null })
    expect(ended.reason).toContain('built from what Ada edited after the data-strategist')
    expect(await runStatus(id)).toBe('succeeded')
  })

  test('leaves a later one to be edited, and that edit is what is frozen', async () => {
    const { id, first, deps } = await heldRun(1, 'data-strategist', failingOnce())
    await resumeCandidates({ ctx, input: { id } })
    await advanceCandidate(deps, first)
    const view = await edit(id, first, spec, titled('Edited at the second attempt'))
    expect(JSON.parse(view.made).title).not.toBe('Edited at the second attempt')
    await resumeCandidates({ ctx, input: { id } })
    await advanceCandidate(deps, first)
    const { versionId, repairs } = await candidateOf(first)
    expect(repairs).toBe(1)
    const version = await database.db.version.findUniqueOrThrow({ where: { id: versionId ?? '' } })
    expect(version.title).toBe('Edited at the second attempt')
  })
})

describe('races', () => {
  test('of two edits of the same text one wins; of two resumes one does', async () => {
    const { id, first, deps } = await heldRun(1, 'data-strategist')
    const { text, sha256 } = await getArtefact({ ctx, input: { id, candidateId: first, file: spec } })
    const save = (title: string) =>
      editArtefact({
        ctx,
        input: { id, candidateId: first, file: spec, content: titled(title)(text), expectedSha256: sha256 },
      })
    const saves = await Promise.allSettled([save('The one title'), save('The other title')])
    expect(saves.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(saves.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } })
    const before = jobs.length
    const resumes = await Promise.allSettled([1, 2].map(() => resumeCandidates({ ctx, input: { id } })))
    expect(resumes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(jobs.slice(before)).toEqual([{ queue: 'candidate.advance', id: first }])
    await expect(save('Too late')).rejects.toMatchObject({ code: 'precondition' })
    await advanceCandidate(deps, first)
    expect((await candidateOf(first)).status).toBe('verified')
  })

  test('an edit and a resume at once: the edit is in what runs, or it is refused', async () => {
    const { id, first, deps } = await heldRun(1, 'data-strategist')
    const [saved] = await Promise.allSettled([
      edit(id, first, spec, titled('Edited in time')),
      resumeCandidates({ ctx, input: { id } }),
    ])
    await advanceCandidate(deps, first)
    const { versionId } = await candidateOf(first)
    const { title } = await database.db.version.findUniqueOrThrow({ where: { id: versionId ?? '' } })
    expect(title === 'Edited in time').toBe(saved?.status === 'fulfilled')
  })
})

describe('held candidates', () => {
  test('end with their run when it is cancelled, and are left alone by the reconciler', async () => {
    const { id, first, deps } = await heldRun(2, 'ml-developer')
    expect(await reconcile(deps)).toMatchObject({ requeued: 0, lost: 0, woken: 0 })
    expect(await candidateOf(first)).toMatchObject({ status: 'held', leaseUntil: null, workerId: null })
    expect(await cancelRun({ ctx, input: { id } })).toMatchObject({
      status: 'cancelled',
      funnel: { cancelled: 2 },
    })
    await expect(resumeCandidates({ ctx, input: { id } })).rejects.toMatchObject({ code: 'precondition' })
  })

  test('a worker that dies between the step and the hold is followed by one that holds', async () => {
    const { id, first, deps } = await heldRun(1, 'data-strategist')
    // As if the first attempt had not come to the hold.
    await database.pool.query(`UPDATE candidate SET status = 'queued' WHERE id = $1`, [first])
    await database.pool.query(`UPDATE run SET status = 'running' WHERE id = $1`, [id])
    await advanceCandidate(deps, first)
    expect(await candidateOf(first)).toMatchObject({ status: 'held', attempt: 2 })
    expect(await runStatus(id)).toBe('awaiting-input')
  })

  test('let the failed ones of their run be retried', async () => {
    const { id, candidates, deps } = await heldRun(2, 'ml-developer')
    const [failed = ''] = candidates
    await database.pool.query(`UPDATE candidate SET status = 'error' WHERE id = $1`, [failed])
    await retryFailed({ ctx, input: { id } })
    expect(await runStatus(id)).toBe('running')
    await advanceCandidate(deps, failed)
    expect(await candidateOf(failed)).toMatchObject({ status: 'held' })
    expect(await runStatus(id)).toBe('awaiting-input')
  })
})

describe('other roles', () => {
  test('the words below the section on feedback move above it, and the section itself stays', async () => {
    const { id, first } = await heldRun(1, 'technical-writer')
    const file = 'agent/description.md'
    const view = await edit(id, first, file, (text) => `${text}\nAll amounts are in kg.\n`)
    expect(view.text.indexOf('All amounts')).toBeLessThan(view.text.indexOf('## Feedback'))
    expect(view.made).not.toContain('All amounts')
    await expect(
      edit(id, first, file, (text) => text.replace('## Feedback', '## Feedback\n\nAsk freely.')),
    ).rejects.toMatchObject({ code: 'invalid', meta: { fields: { [file]: [expect.any(String)] } } })
  })

  test('an edited generator makes its data again before the later steps', async () => {
    const { id, first, deps, sandbox } = await heldRun(1, 'ml-developer')
    const { files } = await listArtefacts({ ctx, input: { id, candidateId: first } })
    expect(files[0]).toBe('judge/generate.py')
    await edit(id, first, 'judge/generate.py', (text) => text.replace(/ .*/, ' other'))
    await edit(id, first, 'judge/rule.md', () => '# Another rule')
    await resumeCandidates({ ctx, input: { id } })
    await advanceCandidate(deps, first)
    expect(await candidateOf(first)).toMatchObject({ status: 'verified', repairs: 0 })
    const [made, ...again] = sandbox.jobs.map((job) => job.id)
    expect(made).toMatch(/^generate-1/)
    expect(again.filter((job) => job.startsWith('compose'))).toEqual([])
    const { lanes } = await getRun({ ctx, input: { id } })
    expect(lanes[0]?.steered).toEqual({ reused: 2, rerun: 2 })
  })

  test.each([
    ['mlops-engineer', 'judge/evaluator.py', { reused: 3, rerun: 1 }],
    ['technical-writer', 'agent/description.md', { reused: 4, rerun: 0 }],
  ] as const)('after the %s the edited %s is what is frozen', async (role, file, steered) => {
    const { id, first, deps } = await heldRun(1, role)
    const view = await edit(id, first, file, (text) => `${text}\n# by hand\n`)
    await resumeCandidates({ ctx, input: { id } })
    await advanceCandidate(deps, first)
    const { versionId } = await candidateOf(first)
    const { manifest } = await database.db.version.findUniqueOrThrow({ where: { id: versionId ?? '' } })
    expect(JSON.stringify(manifest)).toContain(view.sha256)
    const { task } = await database.db.version.findUniqueOrThrow({ where: { id: versionId ?? '' } })
    expect(Task.parse(task).provenance.edits).toEqual([{ by: 'Ada', files: [file] }])
    const record = await listAudit({ ctx, input: { entity: 'version', entityId: versionId ?? '' } })
    expect(record.entries.map(({ verb, actorName }) => [verb, actorName])).toContainEqual([
      'version.edit',
      'Ada',
    ])
    const { lanes } = await getRun({ ctx, input: { id } })
    expect(lanes[0]?.steered).toEqual(steered)
  })
})

describe('what the roles of a candidate made', () => {
  const outputs = async (id: string, candidateId: string) =>
    (await listOutputs({ ctx, input: { id, candidateId } })).outputs
  const read = (id: string, candidateId: string, role: Role, file: string) =>
    getOutputFile({ ctx, input: { id, candidateId, role, repair: '0', file } })

  test('is read without a hold: plan without its secret, programs, data, ladder and thresholds', async () => {
    const { id, first } = await heldRun(1, null)
    const made = await outputs(id, first)
    expect(made.map(({ role, repair, refused }) => [role, repair, refused])).toEqual([
      ['data-strategist', 0, null],
      ['ml-developer', 0, null],
      ['mlops-engineer', 0, null],
      ['technical-writer', 0, null],
    ])
    expect(made[1]?.files.map(({ path }) => path)).toContain('agent/train.csv')
    expect(made[2]?.scores).toContainEqual({ name: 's8', score: 0.95 })
    expect(Object.keys(made[2]?.thresholds ?? {})).toEqual(['median', 'bronze', 'silver', 'gold'])
    const plan = await read(id, first, 'data-strategist', spec)
    expect(JSON.parse(plan.text ?? '')).not.toHaveProperty('secret')
    expect((await read(id, first, 'ml-developer', 'agent/train.csv')).text).toMatch(/^id,x,/)
    expect((await read(id, first, 'technical-writer', 'agent/description.md')).text).toContain('#')
  })

  test('of one that was lost holds everything that there was, and why it was refused', async () => {
    const { id, first } = await heldRun(1, null, (job) => (job.id.startsWith('generate') ? 'nonzero' : 'ok'))
    const made = await outputs(id, first)
    expect(made.slice(0, 2).map(({ role }) => role)).toEqual(['data-strategist', 'ml-developer'])
    expect(made[0]?.files).toEqual([{ path: spec, bytes: null }])
    expect(made[1]).toMatchObject({ files: [], scores: [], refused: expect.stringContaining('generate.py') })
    expect((await read(id, first, 'data-strategist', spec)).text).toContain('"title"')
  })

  test.each([
    ['ml-developer', '../spec.json'],
    ['ml-developer', '__proto__'],
    ['ml-developer', spec],
    ['data-strategist', 'judge/generate.py'],
  ] as const)('there is no %s file %s', async (role, file) => {
    const { id, first } = await heldRun(1, null)
    await expect(read(id, first, role, file)).rejects.toMatchObject({ code: 'not-found' })
    await expect(outputs(randomUUID(), first)).rejects.toMatchObject({ code: 'not-found' })
  })
})
