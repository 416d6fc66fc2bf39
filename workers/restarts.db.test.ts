import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, openDatabase } from '#lib/db/client.ts'
import { isCandidateEnded } from '#lib/domain/run.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { openServices } from '#lib/services/open-services.ts'
import { startRun } from '#lib/services/runs/start-run.ts'
import { postgresStatus, startPostgres, stopPostgres } from '#scripts/embedded-postgres.mjs'
import { grantApplication, migrate } from '#scripts/setup/database.mjs'
import { systemContext } from '#workers/system-context.ts'
import { BEAT_MS, LEASE_S } from '#workers/tunables.ts'

const WORKER = fileURLToPath(new URL('double-worker.fixture.ts', import.meta.url))
const CANDIDATES = 24
const home = mkdtempSync(join(tmpdir(), 'sandmle-restarts-'))
const workers: ChildProcess[] = []
let url = ''
let database: Database

beforeAll(async () => {
  const server = await startPostgres({ home, throwaway: true })
  url = server.appUrl
  migrate(server.ownerUrl)
  await grantApplication(server.ownerUrl)
  database = openDatabase(url)
})
afterAll(async () => {
  for (const worker of workers) await end(worker, 'SIGTERM')
  await database.close()
  stopPostgres({ home })
  rmSync(home, { recursive: true, force: true })
})

function startWorker(): ChildProcess {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    DATABASE_URL: url,
    SANDMLE_HOME: home,
    NODE_ENV: 'production',
  }
  const worker = spawn(process.execPath, [WORKER], { env, stdio: 'ignore' })
  workers.push(worker)
  return worker
}

async function end(worker: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return
  worker.kill(signal)
  await once(worker, 'exit')
}

/** The server ends as in a crash, without a word to its clients, and comes back on the same port. */
async function crashPostgres(): Promise<void> {
  const pidFile = join(home, 'postgres/postmaster.pid')
  process.kill(Number(readFileSync(pidFile, 'utf8').split('\n')[0]), 'SIGQUIT')
  await expect.poll(() => postgresStatus({ home }).running, { timeout: 20_000 }).toBe(false)
  expect((await startPostgres({ home, throwaway: true })).appUrl).toBe(url)
}

async function order(): Promise<string> {
  const { db } = database
  const base = { source: 's', licence: 'l', uploadedBy: 'u', description: 'A seed.', files: [], title: 't' }
  const facts = { modality: 'tabular', taskType: 'binary', metric: 'auc', direction: 'maximize' }
  const seeds = ['one', 'two'].map((slug) => ({
    ...base,
    ...facts,
    slug,
    dna: makeDna(),
    contentHash: randomUUID().replaceAll('-', '').repeat(2),
  }))
  await db.seed.createMany({ data: seeds })
  const services = openServices({ databaseUrl: url, home })
  const input = {
    seeds: ['one', 'two'],
    candidates: CANDIDATES,
    certificate: 'quick',
    runSeed: 3,
    idempotencyKey: randomUUID(),
  }
  try {
    const ctx = systemContext(services, 'test')
    const run = await startRun({ ctx, input })
    expect((await startRun({ ctx, input })).id).toBe(run.id)
    return run.id
  } finally {
    await services.queue.close()
    await services.close()
  }
}

const countEnded = async (runId: string): Promise<number> => {
  const rows = await database.db.candidate.findMany({ where: { runId }, select: { status: true } })
  expect(rows).toHaveLength(CANDIDATES)
  return rows.filter(({ status }) => isCandidateEnded(status as Parameters<typeof isCandidateEnded>[0]))
    .length
}
/** A minute passes for what nobody has renewed for two beats. */
const minutePasses = () =>
  database.pool.query(`UPDATE candidate SET "leaseUntil" = now() - interval '1 second'
    WHERE status = 'running' AND "leaseUntil" < now() + make_interval(secs => ${LEASE_S - (2 * BEAT_MS) / 1000})`)
/** Waits for so many ends, in a test that has its own limit. */
const ended = (runId: string, count: number) =>
  expect
    .poll(() => minutePasses().then(() => countEnded(runId)), { timeout: 150_000, interval: 200 })
    .toBeGreaterThanOrEqual(count)

test('a run of 24 outlives two killed workers and a crash of the database, and every candidate ends once', async () => {
  const runId = await order()
  let first = startWorker()
  startWorker()
  await ended(runId, 2)
  await end(first, 'SIGKILL')
  first = startWorker()
  await ended(runId, 5)
  await crashPostgres()
  await ended(runId, 9)
  await end(first, 'SIGKILL')
  startWorker()
  await ended(runId, CANDIDATES)
  const run = await database.db.run.findUniqueOrThrow({ where: { id: runId }, include: { candidates: true } })
  expect(run.status).toBe('succeeded')
  expect(run.candidates.filter(({ status }) => status === 'error')).toEqual([])
  const events = await database.db.event.findMany({ where: { runId } })
  const ends = events.filter(({ type }) => type === 'candidate.ended').map(({ candidateId }) => candidateId)
  expect(ends.toSorted()).toEqual(run.candidates.map(({ id }) => id).toSorted())
  expect(events.filter(({ type }) => type === 'run.succeeded')).toHaveLength(1)
  // One version a candidate that was frozen, none left in the middle.
  const versions = await database.db.version.groupBy({ by: ['status'], where: { runId }, _count: true })
  const frozen = run.candidates.filter(({ versionId }) => versionId !== null).length
  expect(versions.reduce((sum, { _count }) => sum + _count, 0)).toBe(frozen)
  for (const { status } of versions) expect(['verified', 'rejected']).toContain(status)
}, 240_000)
