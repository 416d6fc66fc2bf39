import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '#lib/db/test-database.ts'
import { costMicroUsd } from '#lib/domain/model-cost.ts'
import { ROLES } from '#lib/domain/vocabulary.ts'
import { LogLine } from '#lib/llm/scripted-provider/request-log.ts'
import { type ScriptedProvider, startScriptedProvider } from '#lib/llm/scripted-provider/scripted-provider.ts'
import { checkConnection } from '#lib/services/connections/check-connection.ts'
import { createConnection } from '#lib/services/connections/create-connection.ts'
import { openServices, type Services } from '#lib/services/open-services.ts'
import { getRun } from '#lib/services/runs/get-run.ts'
import { startRun } from '#lib/services/runs/start-run.ts'
import { CASSETTES, readSeedOf } from '#workers/cassette-play.fixture.ts'
import { PRICE } from '#workers/models/model-world.fixture.ts'

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))
const MODEL = 'tabular-auc'

let database: TestDatabase
let services: Services
let provider: ScriptedProvider
let home = ''
const workers: ChildProcess[] = []
beforeAll(async () => {
  database = await openTestDatabase()
  home = await mkdtemp(join(tmpdir(), 'models-crash-'))
  // The same key gives the same data each time, so that the gates judge what they judged before.
  await mkdir(join(home, 'keys'), { mode: 0o700 })
  await writeFile(join(home, 'keys', 'engine'), '5'.repeat(64), { mode: 0o600 })
  services = openServices({ databaseUrl: database.appUrl, home })
  const log = join(home, 'provider.jsonl')
  provider = await startScriptedProvider({ port: 0, cassettes: CASSETTES, log })
})
afterAll(async () => {
  for (const worker of workers) {
    if (worker.exitCode !== null || worker.signalCode !== null) continue
    worker.kill('SIGTERM')
    await once(worker, 'exit')
  }
  await provider.close()
  await services.queue.close()
  await services.close()
  await database.drop()
  await rm(home, { recursive: true, force: true })
})

function startWorker(): ChildProcess {
  const env = { ...process.env, DATABASE_URL: database.appUrl, SANDMLE_HOME: home }
  const worker = spawn(process.execPath, [MAIN], { env, stdio: 'ignore' })
  workers.push(worker)
  return worker
}
const context = () => ({ ...services, actor: { kind: 'system' } as const, requestId: 'test' })

async function connect(): Promise<string> {
  const input = {
    name: 'scripted',
    kind: 'openai-compatible' as const,
    baseUrl: provider.baseUrl,
    apiKey: 'sk-0123456789abcdef',
    structuredOutput: 'json-schema' as const,
    allowPrivate: true,
    prices: { [MODEL]: PRICE },
  }
  const { id } = await createConnection({ ctx: context(), input })
  await checkConnection({ ctx: context(), input: { id } })
  const check = () => database.db.connection.findUniqueOrThrow({ where: { id } })
  await expect
    .poll(async () => (await check()).checkStatus, { timeout: 120_000, interval: 300 })
    .not.toBe('checking')
  expect(await check()).toMatchObject({ checkStatus: 'ok', models: expect.arrayContaining([MODEL]) })
  return id
}

async function start(connectionId: string) {
  const { dna, seedText } = await readSeedOf(MODEL)
  const facts = { modality: 'tabular', taskType: 'binary', metric: 'auc', direction: 'maximize' } as const
  const texts = { title: 't', source: 's', licence: 'l', uploadedBy: 'u', description: seedText }
  const seed = await database.db.seed.create({
    data: { slug: 'seed', contentHash: 'c'.repeat(64), dna, files: [], ...facts, ...texts },
  })
  const player = { kind: 'model' as const, connectionId, model: MODEL }
  const input = {
    seeds: [seed.id],
    candidates: 1,
    certificate: 'quick' as const,
    runSeed: 3,
    players: Object.fromEntries(ROLES.map((role) => [role, player])),
    capMicroUsd: 5_000_000,
    idempotencyKey: randomUUID(),
  }
  const run = await startRun({ ctx: context(), input })
  return (await database.db.candidate.findFirstOrThrow({ where: { runId: run.id } })).id
}

const candidateOf = (id: string) => database.db.candidate.findUniqueOrThrow({ where: { id } })
const answersOf = (candidateId: string) =>
  database.db.exchange.findMany({ where: { candidateId, status: 'answered' }, orderBy: { createdAt: 'asc' } })
async function charged(): Promise<number> {
  const text = await readFile(join(home, 'provider.jsonl'), 'utf8')
  const lines = text.trim().split('\n')
  return lines.reduce((sum, line) => sum + costMicroUsd(LogLine.parse(JSON.parse(line)), PRICE), 0)
}

test('four roles played by a model, the worker killed between them: verified, and nothing is bought twice', async () => {
  const first = startWorker()
  const id = await start(await connect())
  await expect
    .poll(async () => (await answersOf(id)).length, { timeout: 120_000, interval: 100 })
    .toBeGreaterThan(0)
  first.kill('SIGKILL')
  await once(first, 'exit')
  const before = await answersOf(id)
  // A minute passes.
  await database.pool.query(
    `UPDATE candidate SET "leaseUntil" = now() - interval '1 second' WHERE id = $1 AND status = 'running'`,
    [id],
  )
  startWorker()
  const ended = ['verified', 'rejected', 'error', 'duplicate']
  await expect
    .poll(async () => ended.includes((await candidateOf(id)).status), { timeout: 280_000, interval: 500 })
    .toBe(true)
  const { runId, status, reason } = await candidateOf(id)
  expect({ status, reason }).toEqual({ status: 'verified', reason: null })

  const answers = await answersOf(id)
  expect(answers.slice(0, before.length)).toEqual(before)
  const questions = answers.map(({ role, repair, turn }) => `${role} ${repair} ${turn}`)
  expect(new Set(questions).size).toBe(questions.length)
  expect(new Set(answers.map(({ role }) => role))).toEqual(new Set(ROLES))
  const { cost, lanes } = await getRun({ ctx: context(), input: { id: runId } })
  expect(cost.reservedMicroUsd).toBe(0)
  expect(cost.spentMicroUsd).toBeGreaterThanOrEqual(await charged())
  const onSteps = lanes.flatMap(({ steps }) => steps).reduce((sum, step) => sum + step.costMicroUsd, 0)
  expect(onSteps).toBe(cost.spentMicroUsd)
}, 600_000)
