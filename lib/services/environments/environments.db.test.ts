import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Channel } from '#lib/db/open-channel.ts'
import type { Task } from '#lib/domain/artefacts/task.ts'
import type { Actor } from '#lib/domain/capabilities.ts'
import { CURRENT_GATE_SET, GATES } from '#lib/domain/gates.ts'
import { sha256 } from '#lib/packs/digest.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { getEnvironment } from '#lib/services/environments/get-environment.ts'
import { getTable } from '#lib/services/environments/get-table.ts'
import { getTrial } from '#lib/services/environments/get-trial.ts'
import { getVersionFile } from '#lib/services/environments/get-version-file.ts'
import { listEnvironments } from '#lib/services/environments/list-environments.ts'
import { requestScore, SCORE_WAIT_MS } from '#lib/services/environments/request-score.ts'
import { TRIAL_CHANNEL } from '#lib/services/open-services.ts'
import { openTestServices, SYSTEM, type TestServices } from '#lib/services/services.fixture.ts'

let world: TestServices
beforeAll(async () => {
  world = await openTestServices()
})
afterAll(() => world.close())

const SECRETS = [
  'ratio-threshold',
  'solutions.json',
  'rule.md',
  'provenance',
  'generatorSeed',
  'specSha256',
  'fine',
]

/** What the difficulty gate measured: how well solvers do, the oracle among them. */
const ORACLE_SCORE = 0.98765
const measured = (versionId: string) =>
  world.database.db.gateResult.updateMany({
    where: { versionId, gate: 'difficulty' },
    data: { evidence: { checks: [], figures: { scores: { s8: ORACLE_SCORE } } } },
  })

test('a reviewer sees the seed and what was kept of it, a viewer does not', async () => {
  await world.seed('wine-cellar')
  const dna = makeDna({ metric: 'log-loss' })
  const provenance = { seeds: [sha256('wine-cellar')], roles: {} }
  const { slug } = await world.version({ task: { dna, provenance } })
  const input = { id: slug }
  const { lineage } = await getEnvironment({ ctx: world.as(await world.user('reviewer')), input })
  expect(lineage?.seeds).toEqual([{ slug: 'wine-cellar', title: 'wine-cellar' }])
  expect(lineage?.kept.length).toBeGreaterThan(3)
  expect(lineage?.kept).toContainEqual({ field: 'Metric', seed: 'Log loss', task: 'RMSE', kept: false })
  expect(lineage?.fidelity).toBeNull()
  const seen = await getEnvironment({ ctx: world.as(await world.user('viewer')), input })
  expect(seen.lineage).toBeNull()
  expect(JSON.stringify(seen)).not.toContain('wine-cellar')
})

test('a reviewer sees the measured fidelity part by part, a viewer none of it', async () => {
  const provenance = { seeds: [sha256('x')], roles: {}, likeness: 'faithful' as const }
  const { id, slug } = await world.version({ task: { dna: makeDna(), provenance } })
  const parts = [{ part: 'metric', seed: 'Log loss', task: 'AUC', score: 0.5 }]
  await world.database.db.gateResult.updateMany({
    where: { versionId: id, gate: 'fidelity' },
    data: { evidence: { v: 1, checks: [], figures: { overall: 0.91702468, parts } } },
  })
  const input = { id: slug }
  const { lineage } = await getEnvironment({ ctx: world.as(await world.user('reviewer')), input })
  expect(lineage).toMatchObject({ likeness: 'faithful', fidelity: { overall: 0.91702468, parts } })
  const seen = await getEnvironment({ ctx: world.as(await world.user('viewer')), input })
  expect(JSON.stringify(seen)).not.toMatch(/:0\.91702468|faithful/)
})

describe('views', () => {
  const judges: (() => Promise<Actor>)[] = [
    () => world.user('owner'),
    () => world.user('researcher'),
    () => world.user('reviewer'),
    () => world.token('researcher', 'owner'),
  ]
  const agents: (() => Promise<Actor>)[] = [
    () => world.user('viewer'),
    () => world.token('owner', 'agent'),
    () => world.token('owner', 'trainer'),
    () => world.token('viewer', 'owner'),
  ]

  test.each(judges.map((make, at) => [at, make] as const))(
    'judge view %i has everything',
    async (_at, make) => {
      const { slug, id } = await world.version()
      await measured(id)
      const ctx = world.as(await make())
      const detail = await getEnvironment({ ctx, input: { id: slug } })
      expect(detail.view).toBe('judge')
      expect(detail.version.figures).toMatchObject({ 'scores.s8': ORACLE_SCORE })
      expect(detail.files.map((file) => file.path)).toContain('judge/answer.csv')
      expect((await getVersionFile({ ctx, input: { id: slug, path: 'judge/rule.md' } })).text).toContain(
        'twice',
      )
    },
  )

  test.each(agents.map((make, at) => [at, make] as const))(
    'agent view %i has the agent files and no word about the rule',
    async (_at, make) => {
      const version = await world.version()
      await world.database.db.finding.create({
        data: {
          versionId: version.id,
          gate: 'leaks',
          check: 'x',
          severity: 'error',
          message: 'SECRET-ANSWER',
        },
      })
      await world.database.db.trial.create({
        data: {
          versionId: version.id,
          kind: 'solution',
          program: 'solutions/reference__a.py',
          inputHash: 'x',
          status: 'finished',
          score: 1,
        },
      })
      await measured(version.id)
      const ctx = world.as(await make())
      const detail = await getEnvironment({ ctx, input: { versionId: version.id } })
      const { items } = await listEnvironments({ ctx, input: { search: version.slug } })
      expect(items.map(({ slug }) => slug)).toEqual([version.slug])
      expect(JSON.stringify([detail, items])).not.toContain(String(ORACLE_SCORE))
      expect(detail.view).toBe('agent')
      expect(detail.files.every((file) => file.path.startsWith('agent/'))).toBe(true)
      expect(detail.description).toContain('Predict the yield')
      for (const secret of [...SECRETS, 'SECRET-ANSWER', 'solutions/reference'])
        expect(JSON.stringify(detail)).not.toContain(secret)
      for (const path of ['judge/answer.csv', 'judge/rule.md', 'task.json'])
        await expect(getVersionFile({ ctx, input: { versionId: version.id, path } })).rejects.toMatchObject({
          code: 'forbidden',
        })
      await expect(
        getTable({ ctx, input: { versionId: version.id, file: 'judge/answer.csv' } }),
      ).rejects.toMatchObject({ code: 'forbidden' })
      expect(
        (await getVersionFile({ ctx, input: { versionId: version.id, path: 'agent/train.csv' } })).language,
      ).toBe('csv')
    },
  )

  test.each(['../judge/answer.csv', 'agent/../judge/answer.csv', '/etc/passwd', 'agent/none.csv'])(
    '%s is not a file',
    async (path) => {
      const { slug } = await world.version()
      const ctx = world.as(await world.user('viewer'))
      await expect(getVersionFile({ ctx, input: { id: slug, path } })).rejects.toMatchObject({
        code: 'not-found',
      })
    },
  )
})

describe('getEnvironment', () => {
  test('is found by id, slug, number and version id, and says what may be done', async () => {
    const version = await world.version({ status: 'verified' })
    const ctx = world.as(await world.user('researcher'))
    for (const input of [
      { id: version.slug },
      { id: version.environmentId },
      { id: version.slug, n: 1 },
      { id: version.slug, n: 'latest' as const },
      { versionId: version.id },
    ])
      expect((await getEnvironment({ ctx, input })).version.id).toBe(version.id)
    const detail = await getEnvironment({ ctx, input: { id: version.slug } })
    expect(detail.can).toMatchObject({
      submitForReview: { allowed: true },
      review: { allowed: false },
      viewJudge: { allowed: true },
    })
    await expect(getEnvironment({ ctx, input: { id: version.slug, n: 2 } })).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  test('names the runtime as the task states it, else as a worker of the same one told it, else not at all', async () => {
    const runtimeOf = async (task: Partial<Task>) => {
      const version = await world.version({ task })
      const ctx = world.as(await world.user('viewer'))
      const { runtimeHash, runtime, program } = (await getEnvironment({ ctx, input: { id: version.slug } }))
        .version
      return { runtimeHash, runtime, program }
    }
    const [known, stated] = ['a'.repeat(64), 'b'.repeat(64)]
    const versions = 'python 3.11.2, numpy 2.4.6, x86_64'
    const program = { wallS: 90, cpuS: 30, memoryMB: 2048, cores: 1 }
    const sandbox = { kind: 'available', runtime: 'python 3.11.2, numpy 1.24.2, x86_64' }
    await world.database.db.worker.create({ data: { id: 'of-old', runtimeHash: known, sandbox } })
    expect(await runtimeOf({ runtimeHash: stated, runtime: { versions, program } })).toEqual({
      runtimeHash: stated,
      runtime: versions,
      program,
    })
    expect(await runtimeOf({ runtimeHash: known })).toEqual({
      runtimeHash: known,
      runtime: sandbox.runtime,
      program: null,
    })
    expect(await runtimeOf({ runtimeHash: 'c'.repeat(64) })).toMatchObject({ runtime: null, program: null })
  })

  test('a gate outside the set is never green', async () => {
    const version = await world.version()
    await world.database.db.gateResult.create({
      data: {
        versionId: version.id,
        gateSet: CURRENT_GATE_SET,
        gate: 'novelty',
        kind: 'full',
        verdict: 'passed',
        evidence: { v: 1, checks: [] },
      },
    })
    const { certificate } = await getEnvironment({ ctx: world.as(SYSTEM), input: { versionId: version.id } })
    expect(certificate.gates.find((gate) => gate.gate === 'novelty')?.verdict).toBe('not-in-set')
    expect(certificate.gates).toHaveLength(Object.keys(GATES).length)
    expect(certificate.passed).toBe('full')
  })

  test('a certificate of an older set is shown as that, and does not count under the current one', async () => {
    const version = await world.version()
    await world.database.db.gateResult.deleteMany({ where: { versionId: version.id, gate: 'fidelity' } })
    await world.database.db.gateResult.updateMany({ where: { versionId: version.id }, data: { gateSet: 1 } })
    const detail = await getEnvironment({ ctx: world.as(SYSTEM), input: { versionId: version.id } })
    const { certificate } = detail
    expect(certificate).toMatchObject({ gateSet: 1, passed: 'full' })
    expect(certificate.gates.find(({ gate }) => gate === 'fidelity')?.verdict).toBe('not-in-set')
    expect(detail.version.certificate).toBe('none')
  })
})

describe('getTable', () => {
  test('has exact facts of every column and keeps line numbers through sorting', async () => {
    const { slug } = await world.version()
    const ctx = world.as(await world.user('viewer'))
    const table = await getTable({
      ctx,
      input: { id: slug, file: 'agent/train.csv', sort: 'hours', order: 'desc', pageSize: 2 },
    })
    expect(table).toMatchObject({ total: 3, rowCount: 3, pageSize: 2 })
    expect(table.rows).toEqual([
      { line: 4, cells: ['a3', '3', '', '6'] },
      { line: 3, cells: ['a2', '2', 'south', '4'] },
    ])
    expect(table.columns[1]).toMatchObject({
      name: 'hours',
      kind: 'numeric',
      min: 1,
      max: 3,
      mean: 2,
      median: 2,
      distinct: 3,
      missing: 0,
    })
    expect(table.columns[1]?.histogram.reduce((sum, bin) => sum + bin.count, 0)).toBe(3)
    expect(table.columns[2]).toMatchObject({ name: 'site', kind: 'text', missing: 1, distinct: 2 })
    expect(
      (await getTable({ ctx, input: { id: slug, file: 'agent/train.csv', search: 'SOUTH' } })).rows,
    ).toHaveLength(1)
    await expect(
      getTable({ ctx, input: { id: slug, file: 'agent/train.csv', sort: 'nope' } }),
    ).rejects.toMatchObject({ code: 'invalid' })
    await expect(getTable({ ctx, input: { id: slug, file: 'agent/description.md' } })).rejects.toMatchObject({
      code: 'invalid',
    })
  })
})

describe('listEnvironments', () => {
  test('filters, searches, sorts and pages in the database; total and facets agree with SQL', async () => {
    const ctx = world.as(await world.user('viewer'))
    for (let n = 0; n < 5; n++)
      await world.version({
        slug: `zeta-100%-${n}`.replace('%', 'p'),
        status: n < 2 ? 'approved' : 'rejected',
        task: { title: `Zeta ${n}` },
      })
    const list = (input: object) => listEnvironments({ ctx, input })
    const page = await list({ search: 'zeta', sort: 'title', order: 'asc', pageSize: '2', page: '2' })
    expect(page.items.map((item) => item.title)).toEqual(['Zeta 2', 'Zeta 3'])
    expect(page.total).toBe(5)
    expect(page.facets.status).toEqual([
      { value: 'rejected', count: 3 },
      { value: 'approved', count: 2 },
    ])
    expect(page.facets.taskType).toEqual([{ value: page.items[0]?.taskType, count: 5 }])
    expect((await list({ search: 'zeta', status: 'approved' })).total).toBe(2)
    expect((await list({ search: 'zeta', status: 'approved,rejected', domain: 'energy' })).total).toBe(5)
    expect((await list({ domain: 'energ' })).total).toBe(0)
    expect((await list({ search: '%' })).total).toBe(0)
    expect((await list({ search: "'; drop table version; --" })).total).toBe(0)
    await expect(list({ status: 'nonsense' })).rejects.toMatchObject({ code: 'invalid' })
  })

  test('shows the newest version only', async () => {
    const first = await world.version({ slug: 'twice', status: 'approved' })
    const { id: _id, ...row } = await world.database.db.version.findUniqueOrThrow({ where: { id: first.id } })
    await world.database.db.version.create({
      data: {
        ...row,
        number: 2,
        contentHash: 'c'.repeat(64),
        status: 'draft',
        task: row.task ?? {},
        manifest: row.manifest ?? {},
      },
    })
    const { items } = await listEnvironments({ ctx: world.as(SYSTEM), input: { search: 'twice' } })
    expect(items).toMatchObject([{ slug: 'twice', version: 2, status: 'draft' }])
  })
})

describe('requestScore', () => {
  const submission = 'id,yield_kwh\nb1,8\nb2,10\n'
  /** What a worker writes, with the word that it did. */
  const finish = (id: string, score: number) =>
    world.database.db.$transaction(async (tx) => {
      const result = { v: 1, valid: true, score, reason: null }
      const data = { status: 'finished', outcome: 'ok', score, tier: 'gold', result } as const
      await tx.trial.update({ where: { id }, data })
      await tx.$executeRaw`SELECT pg_notify(${TRIAL_CHANNEL}, ${id})`
    })

  test('waits for the worker and answers with the score', async () => {
    const { slug } = await world.version()
    const ctx = world.as(await world.user('viewer'))
    const before = world.jobs.length
    const answer = requestScore({ ctx, input: { id: slug, submission }, waitMs: 25_000 })
    await expect.poll(() => world.jobs.length, { timeout: 20_000 }).toBe(before + 1)
    const id = world.jobs.at(-1)?.id ?? ''
    // The job is known before what asked for it is committed.
    await expect.poll(() => world.database.db.trial.count({ where: { id } }), { timeout: 20_000 }).toBe(1)
    await finish(id, 0.5)
    expect(await answer).toMatchObject({ status: 'finished', valid: true, score: 0.5, tier: 'gold' })
    expect(SCORE_WAIT_MS).toBe(10_000)
  })

  test('the bytes of a file reach the worker as they were sent, whatever their encoding', async () => {
    const { slug } = await world.version()
    const ctx = world.as(await world.user('reviewer'))
    const file = Buffer.from(`\ufeff${submission.replaceAll(',', ';')}`, 'utf16le')
    const input = { id: slug, submission: { base64: file.toString('base64') } }
    const { trialId } = await requestScore({ ctx, input, waitMs: 0 })
    const trial = await world.database.db.trial.findUniqueOrThrow({ where: { id: trialId } })
    expect(Buffer.from(await world.blobs.get(trial.submission ?? '')).equals(file)).toBe(true)
    const bad = { id: slug, submission: { base64: 'no base64!' } }
    await expect(requestScore({ ctx, input: bad, waitMs: 0 })).rejects.toThrow(/base64/)
  })

  test('a score that came before listening began is not waited for', async () => {
    const { slug } = await world.version()
    const real = world.as(await world.user('reviewer'))
    const late: Channel = {
      async listen(id, heard) {
        await finish(id, 0.75)
        return real.channel.listen(id, heard)
      },
    }
    const ctx = { ...real, channel: late }
    const answer = await requestScore({ ctx, input: { id: slug, submission }, waitMs: 10 * 60_000 })
    expect(answer).toMatchObject({ status: 'finished', score: 0.75 })
  })

  test('without word of it the trial is looked at once more when the time is up', async () => {
    const { slug } = await world.version()
    const deaf: Channel = { listen: async () => () => undefined }
    const ctx = { ...world.as(await world.user('viewer')), channel: deaf }
    const answer = await requestScore({ ctx, input: { id: slug, submission }, waitMs: 20 })
    expect(answer.status).toBe('queued')
    const broken: Channel = { listen: async () => Promise.reject(new Error('too many connections')) }
    const other = { ...ctx, channel: broken }
    expect(await requestScore({ ctx: other, input: { id: slug, submission } })).toMatchObject({
      status: 'queued',
    })
  })

  test('answers with an id when no worker comes, and the id leads to the score, for its own caller', async () => {
    const { slug } = await world.version()
    const ctx = world.as(await world.user('reviewer'))
    const { trialId, status } = await requestScore({ ctx, input: { id: slug, submission }, waitMs: 0 })
    expect(status).toBe('queued')
    await finish(trialId, 0.25)
    expect(await getTrial({ ctx, input: { id: trialId } })).toMatchObject({ status: 'finished', score: 0.25 })
    await expect(
      getTrial({ ctx: world.as(await world.user('viewer')), input: { id: trialId } }),
    ).rejects.toMatchObject({ code: 'not-found' })
  })

  test('an agent gets the gradings of the contract and not one more, also when they arrive at once', async () => {
    const { slug } = await world.version({ task: { feedback: { kind: 'held-out-score', gradings: 3 } } })
    const ctx = world.as(await world.token('researcher', 'agent'))
    const all = await Promise.allSettled(
      [1, 2, 3, 4, 5].map(() => requestScore({ ctx, input: { id: slug, submission }, waitMs: 0 })),
    )
    expect(all.filter((one) => one.status === 'fulfilled')).toHaveLength(3)
    for (const one of all) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'limit' })
  })

  test('an agent learns only what the contract tells', async () => {
    const ctx = world.as(await world.token('researcher', 'agent'))
    const closed = await world.version({ task: { feedback: { kind: 'none', gradings: 0 } } })
    await expect(
      requestScore({ ctx, input: { id: closed.slug, submission }, waitMs: 0 }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    const format = await world.version({ task: { feedback: { kind: 'format', gradings: 9 } } })
    const { trialId } = await requestScore({ ctx, input: { id: format.slug, submission }, waitMs: 0 })
    await finish(trialId, 0.125)
    expect(await getTrial({ ctx, input: { id: trialId } })).toMatchObject({
      valid: true,
      score: null,
      tier: null,
    })
  })

  test('a full queue of one caller is a limit', async () => {
    const { slug } = await world.version()
    const ctx = world.as(await world.user('reviewer'))
    for (let n = 0; n < 20; n++) await requestScore({ ctx, input: { id: slug, submission }, waitMs: 0 })
    await expect(requestScore({ ctx, input: { id: slug, submission }, waitMs: 0 })).rejects.toMatchObject({
      code: 'limit',
    })
  })
})
