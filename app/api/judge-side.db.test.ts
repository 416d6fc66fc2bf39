import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Method, moduleAt, PLACES } from '#app/api/routes.fixture.ts'
import { taskFixture } from '#lib/packs/task.fixture.ts'
import { createToken } from '#lib/services/people/create-token.ts'
import { recordRollouts } from '#lib/services/rollouts/record-rollouts.ts'
import { rolloutRecord, trainingRunFixture } from '#lib/services/rollouts/training-run.fixture.ts'
import { startRun } from '#lib/services/runs/start-run.ts'
import { openTestServices, SYSTEM, type TestServices } from '#lib/services/services.fixture.ts'
import { logMetrics } from '#lib/services/training/log-metrics.ts'

const URL_BASE = 'http://127.0.0.1:3998'
/** Planted where only the judge's side keeps it; each is found in an answer or in none. */
const FIGURE = 0.73219
const PLANTED = [
  ...[String(FIGURE), 'JUDGE-CHECK', 'JUDGE-FINDING', 'JUDGE-NOTE', 'judge-mechanism'],
  ...['JUDGE-PROGRAM', 'JUDGE-OUTPUT', 'JUDGE-REASON', 'JUDGE-STEP', 'JUDGE-EVENT', 'JUDGE-ENDED'],
  // Of the judge's files: the generator's secret, the hidden rule, an answer.
  ...['3735928559', 'twice the hours', 'b1,8'],
]
/** Never ends: a stream of what happens. */
const STREAMS = ['v1/notices', 'v1/runs/{id}/events']
/** Signing in has no rows of the judge, and its library answers by itself. */
const isWalked = (path: string) => !path.startsWith('auth') && !STREAMS.includes(path)

let world: TestServices
let home: string
let version: Awaited<ReturnType<TestServices['version']>>
let routes: string[]
/** Ids by the beginning of a route: what the fixtures made. */
let ids: Record<string, string>
let rolloutId: string
let candidateId: string

beforeAll(async () => {
  world = await openTestServices()
  home = await mkdtemp(join(tmpdir(), 'sandmle-judge-side-'))
  Object.assign(process.env, {
    DATABASE_URL: world.database.appUrl,
    SANDMLE_HOME: home,
    SANDMLE_URL: URL_BASE,
    PORT: '3998',
    BETTER_AUTH_SECRET: 's'.repeat(40),
    BETTER_AUTH_URL: URL_BASE,
  })
  const task = { mechanisms: ['judge-mechanism'] }
  version = await world.version({ task })
  // The routes read the server's own store of files.
  const { services } = await import('#lib/http/services.ts')
  for (const content of taskFixture(version.slug, task).files.values()) await services().blobs.put(content)
  const { db } = world.database
  await db.gateResult.updateMany({
    where: { versionId: version.id, gate: 'difficulty' },
    data: {
      evidence: {
        v: 1,
        figures: { scores: { oracle: FIGURE }, shares: { s4: FIGURE } },
        checks: [{ id: 'd', passed: true, value: FIGURE, limit: 1, message: 'JUDGE-CHECK', anchor: null }],
      },
    },
  })
  await db.finding.create({
    data: { versionId: version.id, gate: 'leaks', check: 'c', severity: 'warning', message: 'JUDGE-FINDING' },
  })
  const { id: versionId, contentHash } = version
  const cast = { versionId, contentHash, reviewerId: 'somebody', verdict: 'approve' as const, criteria: [] }
  await db.review.create({ data: { ...cast, note: 'JUDGE-NOTE' } })
  await plantRun()
  await plantTraining()
  routes = PLACES.filter(isWalked)
})

/** The run that made the version: its log and its lane quote gates and specifications. */
async function plantRun() {
  const { db } = world.database
  const seedId = await world.seed('planted')
  const ctx = world.as(await world.user('researcher'))
  const run = await startRun({
    ctx,
    input: { seeds: [seedId], candidates: 1, idempotencyKey: randomUUID() },
  })
  const { id } = await db.candidate.findFirstOrThrow({ where: { runId: run.id }, select: { id: true } })
  candidateId = id
  const reasons = {
    status: 'error',
    reasonCode: 'difficulty',
    reason: 'JUDGE-REASON',
    finishedAt: new Date(),
  } as const
  await db.candidate.update({ where: { id }, data: { ...reasons, versionId: version.id } })
  const step = {
    candidateId: id,
    role: 'data-strategist',
    repair: 0,
    player: 'builtin',
    inputHash: 'i',
  } as const
  await db.step.create({ data: { ...step, status: 'failed', error: 'JUDGE-STEP', durationMs: 1 } })
  const of = { runId: run.id, candidateId: id, level: 'warn' } as const
  const { versionId, ...judged } = { versionId: version.id, gate: 'difficulty', verdict: 'failed' }
  await db.event.createMany({
    data: [
      {
        ...of,
        type: 'gate.judged',
        message: 'Difficulty: failed. JUDGE-EVENT',
        data: { ...judged, versionId },
      },
      { ...of, type: 'step.failed', message: 'JUDGE-EVENT', data: { role: 'ml-developer', repair: 0 } },
      { ...of, type: 'candidate.repaired', message: 'JUDGE-EVENT', data: { repair: 1, reason: 'too-hard' } },
      {
        ...of,
        type: 'candidate.ended',
        message: 'Candidate 1 is rejected: JUDGE-ENDED',
        data: { status: 'rejected', reasonCode: 'difficulty', reason: 'JUDGE-ENDED' },
      },
    ],
  })
  ids = { 'v1/runs': run.id, 'v1/seeds': seedId }
}

/** A pack with the version, a training run on it, and a rollout with everything that a trainer sends. */
async function plantTraining() {
  const runId = await trainingRunFixture(world, { versions: [version] })
  const evidence = { program: 'print("JUDGE-PROGRAM")', output: 'JUDGE-OUTPUT' }
  const record = rolloutRecord({ environment: version.slug, score: 1.5, tier: 'silver', ...evidence })
  const { services } = await import('#lib/http/services.ts')
  const ctx = { ...world.as(SYSTEM), blobs: services().blobs }
  await recordRollouts({ ctx, input: { runId, rollouts: [record] } })
  const { db } = world.database
  const points = [{ key: 'reward', value: 0.5, timestamp: 1, step: 1 }]
  await logMetrics({ ctx, input: { runId, metrics: points } })
  rolloutId = (await db.rollout.findFirstOrThrow({ where: { runId }, select: { id: true } })).id
  const { packId, experimentId } = await db.trainingRun.findUniqueOrThrow({ where: { id: runId } })
  Object.assign(ids, {
    'v1/environments': version.slug,
    'v1/packs': packId ?? '',
    'v1/training/experiments': String(experimentId),
    'v1/training': runId,
  })
}
afterAll(async () => {
  const { services } = await import('#lib/http/services.ts')
  await services().queue.close()
  await services().close()
  await world.close()
  await rm(home, { recursive: true })
})

/** The value of a parameter: what the fixtures made, or something that names nothing. */
const params = (path: string, file: string) => ({
  id: Object.entries(ids).find(([start]) => path.startsWith(start))?.[1] ?? version.id,
  n: '1',
  versionId: version.id,
  candidateId,
  rolloutId,
  viewId: 'abcdefgh',
  tokenId: randomUUID(),
  path: [...(path.startsWith('2.0/mlflow-artifacts') ? artefactsOf() : []), ...file.split('/')],
  file: [file],
})
const artefactsOf = () => [ids['v1/training/experiments'] ?? '', ids['v1/training'] ?? '', 'artifacts']

/** Files that are asked for by name, where a route takes one. */
const FILES = ['task.json', 'judge/rule.md', 'judge/generate.py', 'judge/answer.csv', 'spec.json']
const filesOf = (path: string) => (/\+(?:path|file)\}|\/table$/.test(path) ? FILES : ['task.json'])

/** What some routes must be told to answer. */
function queryOf(path: string, file: string): string {
  const [run, trained] = [ids['v1/runs'] ?? '', ids['v1/training'] ?? '']
  const asked: Record<string, Record<string, string>> = {
    'v1/training/curves': { runs: trained, metric: 'reward' },
    'v1/training/curves.csv': { runs: trained, metric: 'reward' },
    'v1/runs/compare': { a: run, b: run },
    'v1/environments/{id}/versions/{n}/table': { file },
    '2.0/mlflow/runs/get': { run_id: trained.replaceAll('-', '') },
    '2.0/mlflow/metrics/get-history': { run_id: trained.replaceAll('-', ''), metric_key: 'reward' },
    '2.0/mlflow/artifacts/list': { run_id: trained.replaceAll('-', '') },
    '2.0/mlflow/experiments/get': { experiment_id: ids['v1/training/experiments'] ?? '' },
  }
  const query = asked[path]
  return query === undefined ? '' : `?${new URLSearchParams(query)}`
}
const bodyOf = (path: string): string =>
  path.startsWith('2.0') && path.endsWith('search')
    ? JSON.stringify({ experiment_ids: [ids['v1/training/experiments']], max_results: 10 })
    : '{}'

type Role = 'viewer' | 'agent token' | 'trainer token' | 'anonymous' | 'researcher'
async function tokenOf(role: Role): Promise<string | null> {
  if (role === 'anonymous') return null
  const [person, scope] =
    role === 'viewer'
      ? (['viewer', 'viewer'] as const)
      : role === 'agent token'
        ? (['researcher', 'agent'] as const)
        : role === 'trainer token'
          ? (['researcher', 'trainer'] as const)
          : (['researcher', 'researcher'] as const)
  const ctx = world.as(await world.user(person))
  return (await createToken({ ctx, input: { name: 't', scope } })).token
}

type Answer = { path: string; status: number; text: string }

async function ask(path: string, file: string, method: Method, token: string | null): Promise<Answer | null> {
  const handler = moduleAt(path)[method]
  if (handler === undefined) return null
  const headers = {
    host: '127.0.0.1:3998',
    'content-type': 'application/json',
    ...(token ? { authorization: `Bearer ${token}` } : {}),
  }
  const body = method === 'GET' ? null : bodyOf(path)
  const request = new Request(`${URL_BASE}/api/${path}${queryOf(path, file)}`, { method, headers, body })
  const given = { params: Promise.resolve(params(path, file)) }
  const answer = await handler(request, given)
  return { path: `${method} ${path}`, status: answer.status, text: await answer.text() }
}

/** Every route of the API by some methods as one role gets it: what it reads, and what it is refused. */
async function walk(role: Role, methods: readonly Method[] = ['GET']): Promise<Answer[]> {
  const token = await tokenOf(role)
  const answers: Answer[] = []
  for (const method of methods)
    for (const path of routes)
      for (const file of filesOf(path)) {
        const answer = await ask(path, file, method, token)
        if (answer !== null) answers.push(answer)
      }
  return answers
}
/** Faults of ours: what is told to be left out of MLflow is none, nor is a server without a worker. */
const brokenIn = (answers: readonly Answer[]) =>
  answers
    .filter(({ path, status }) => status >= 500 && status !== 501 && path !== 'GET health')
    .map(({ path, text }) => `${path}: ${text}`)
const leaksIn = (answers: Awaited<ReturnType<typeof walk>>) =>
  answers.flatMap(({ path, text }) =>
    PLANTED.filter((word) => text.includes(word)).map((word) => `${path}: ${word}`),
  )

const READERS = ['viewer', 'agent token', 'trainer token', 'anonymous'] as const

test.each(READERS)('no GET of the API tells a reader who is %s what belongs to the judge', async (role) => {
  const answers = await walk(role)
  expect(answers.length).toBeGreaterThan(70)
  const read = answers.filter(({ status }) => status === 200).map(({ path }) => path)
  const mlflow = ['GET 2.0/mlflow/runs/get', 'GET 2.0/mlflow/metrics/get-history']
  const pages = [
    'GET v1/environments',
    'GET v1/environments/{id}',
    'GET v1/runs/{id}',
    'GET v1/runs/{id}/log',
  ]
  const exports = ['GET v1/training/curves.csv', 'GET v1/training/rollouts/{rolloutId}']
  if (role === 'viewer') expect(read).toEqual(expect.arrayContaining([...pages, ...exports, ...mlflow]))
  if (role === 'trainer token') expect(read).toEqual(expect.arrayContaining([...mlflow, exports[0]]))
  expect(leaksIn(answers)).toEqual([])
  // What is refused is refused in words, not as a fault.
  expect(brokenIn(answers)).toEqual([])
})

test('the walk would notice: a researcher finds what was planted', async () => {
  const found = leaksIn(await walk('researcher')).join('\n')
  for (const word of PLANTED.filter((one) => one !== 'JUDGE-NOTE')) expect(found).toContain(word)
})

// Last: a route that writes may change what the others read.
test.each(READERS)(
  'no answer to what %s sends tells it either, refusals and uploads included',
  async (role) => {
    const answers = await walk(role, ['POST', 'PUT', 'PATCH', 'DELETE'])
    expect(answers.length).toBeGreaterThan(80)
    expect(answers.filter(({ status }) => status >= 400).length).toBeGreaterThan(30)
    expect(leaksIn(answers)).toEqual([])
    const broken = answers.filter(({ status }) => status >= 500 && status !== 501)
    expect(broken.map(({ path, text }) => `${path}: ${text}`)).toEqual([])
  },
)
