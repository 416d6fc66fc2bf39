import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '#lib/db/test-database.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { openServices, type Services } from '#lib/services/open-services.ts'
import { startRun } from '#lib/services/runs/start-run.ts'
import { systemContext } from '#workers/system-context.ts'

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))
const STUCK = fileURLToPath(new URL('stuck-worker.fixture.ts', import.meta.url))

let database: TestDatabase
let services: Services
let home = ''
const workers: ChildProcess[] = []
beforeAll(async () => {
  database = await openTestDatabase()
  home = await mkdtemp(join(tmpdir(), 'crash-'))
  services = openServices({ databaseUrl: database.appUrl, home })
})
afterAll(async () => {
  for (const worker of workers) {
    if (worker.exitCode !== null || worker.signalCode !== null) continue
    worker.kill('SIGTERM')
    await once(worker, 'exit')
  }
  await services.queue.close()
  await services.close()
  await database.drop()
  await rm(home, { recursive: true, force: true })
})

function startWorker(main = MAIN): ChildProcess {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    DATABASE_URL: database.appUrl,
    SANDMLE_HOME: home,
    NODE_ENV: 'production',
  }
  const worker = spawn(process.execPath, [main], { env, stdio: ['ignore', 'ignore', 'ignore'] })
  workers.push(worker)
  return worker
}

async function startOneRun(): Promise<string> {
  const facts = {
    modality: 'tabular',
    taskType: 'binary',
    metric: 'auc',
    direction: 'maximize',
    title: 'Plain',
    source: 's',
    licence: 'l',
  } as const
  const description = 'A seed like any other.'
  const contentHash = randomUUID().replaceAll('-', '').repeat(2)
  const seed = await database.db.seed.create({
    data: { slug: 'plain', contentHash, dna: makeDna(), files: [], description, uploadedBy: 'u', ...facts },
  })
  const input = {
    seeds: [seed.id],
    candidates: 1,
    certificate: 'quick' as const,
    runSeed: 3,
    idempotencyKey: randomUUID(),
  }
  const run = await startRun({ ctx: systemContext(services, 'test'), input })
  return (await database.db.candidate.findFirstOrThrow({ where: { runId: run.id } })).id
}

const candidateOf = (id: string) =>
  database.db.candidate.findUniqueOrThrow({ where: { id }, include: { steps: { orderBy: { id: 'asc' } } } })

test('a worker killed in the middle of a role loses nothing: the next one continues from the last step', async () => {
  const id = await startOneRun()
  const first = startWorker(STUCK)
  await expect
    .poll(async () => (await candidateOf(id)).phase, { timeout: 120_000, interval: 300 })
    .toBe('mlops-engineer')
  const before = await candidateOf(id)
  first.kill('SIGKILL')
  await once(first, 'exit')
  // A minute passes.
  await database.pool.query(`UPDATE candidate SET "leaseUntil" = now() - interval '1 second' WHERE id = $1`, [
    id,
  ])
  startWorker()
  const ended = ['verified', 'rejected', 'error', 'duplicate']
  await expect
    .poll(async () => ended.includes((await candidateOf(id)).status), { timeout: 240_000, interval: 500 })
    .toBe(true)
  const after = await candidateOf(id)
  expect(after).toMatchObject({ attempt: 2, lost: 1 })
  expect(['verified', 'rejected']).toContain(after.status)
  // The steps of the lost attempt stand as they were: nothing was paid for twice.
  expect(after.steps.slice(0, before.steps.length)).toEqual(before.steps)
  const events = await database.db.event.findMany({ where: { runId: after.runId }, orderBy: { id: 'asc' } })
  expect(events.map(({ type }) => type).filter((type) => type === 'candidate.lost')).toHaveLength(1)
  expect(events.at(-1)?.type).toBe('run.succeeded')
})
