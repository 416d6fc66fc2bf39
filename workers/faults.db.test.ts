import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isCandidateEnded } from '#lib/domain/run.ts'
import { getHealth } from '#lib/services/health/get-health.ts'
import { openBlobStore } from '#lib/storage/open-blob-store.ts'
import { startPostgres, stopPostgres } from '#scripts/embedded-postgres.mjs'
import { type DoubleWorld, endProcess, fullDisk, openDoubleWorld } from '#workers/double-world.fixture.ts'

// A real worker process and a real server: each fault is noticed within ten seconds, said, and heals by itself.
const NOTICE_MS = 10_000
/** The same on a machine that does five other things. */
const SLACK = 5

let world: DoubleWorld
beforeAll(async () => {
  world = await openDoubleWorld('sandmle-faults-')
})
afterAll(async () => {
  await world.close()
  stopPostgres({ home: world.home })
  rmSync(world.home, { recursive: true, force: true })
})

const health = () =>
  getHealth({
    ctx: {
      db: world.database.db,
      blobs: openBlobStore(`${world.home}/blobs`),
      queue: { enqueue: async () => undefined },
      requestId: 'test',
    },
  })
const candidatesOf = (runId: string) => world.database.db.candidate.findMany({ where: { runId } })
const countEnded = async (runId: string) =>
  (await candidatesOf(runId)).filter(({ status }) =>
    isCandidateEnded(status as Parameters<typeof isCandidateEnded>[0]),
  ).length
const soon = { timeout: NOTICE_MS * SLACK, interval: 200 }
const isSaid = async (part: string) => (await health()).problems.some((problem) => problem.part === part)

test('a full disk pauses the worker, costs no attempt, and it continues by itself', async () => {
  const worker = world.startWorker()
  const runId = await world.order(12)
  await expect.poll(() => countEnded(runId), soon).toBeGreaterThan(0)
  const disk = fullDisk(world.home)
  disk.fill()
  await expect.poll(() => isSaid('storage'), soon).toBe(true)
  const { status, storage, problems } = await health()
  expect(status).toBe('degraded')
  expect(storage).toMatchObject({ status: 'full', reason: expect.stringContaining('ENOSPC') })
  expect(problems.find(({ part }) => part === 'storage')).toMatchObject({
    reason: expect.stringMatching(/^Paused: storage\./),
    next: expect.stringContaining('Free space'),
  })
  // Whatever was running is let go; nothing new is taken.
  await expect
    .poll(async () => (await candidatesOf(runId)).some((row) => row.status === 'running'), soon)
    .toBe(false)
  const before = await countEnded(runId)
  expect(before).toBeLessThan(12)
  disk.free()
  await expect.poll(() => isSaid('storage'), soon).toBe(false)
  await expect.poll(() => countEnded(runId), { timeout: 120_000 }).toBe(12)
  const rows = await candidatesOf(runId)
  expect(rows.filter(({ lost, status: of }) => lost > 0 || of === 'error')).toEqual([])
  expect([worker.exitCode, worker.signalCode]).toEqual([null, null])
  await endProcess(worker, 'SIGTERM')
}, 300_000)

test('a server that stops and starts again costs no attempt and no worker', async () => {
  const worker = world.startWorker()
  const runId = await world.order(12)
  await expect.poll(() => countEnded(runId), soon).toBeGreaterThan(0)
  stopPostgres({ home: world.home })
  expect(await health()).toMatchObject({ status: 'down', problems: [{ part: 'database' }] })
  await new Promise((resolve) => setTimeout(resolve, 5_000))
  const before = performance.now()
  await startPostgres({ home: world.home, throwaway: true })
  await expect.poll(async () => (await health()).workers.some(({ alive }) => alive), soon).toBe(true)
  const known = await countEnded(runId)
  await expect.poll(() => countEnded(runId), soon).toBeGreaterThan(known)
  expect(performance.now() - before).toBeLessThan(NOTICE_MS * SLACK)
  await expect.poll(() => countEnded(runId), { timeout: 120_000 }).toBe(12)
  const rows = await candidatesOf(runId)
  expect(rows.filter(({ lost, status }) => lost > 0 || status === 'error')).toEqual([])
  expect([worker.exitCode, worker.signalCode]).toEqual([null, null])
  expect(world.logs()).not.toMatch(/unhandled/i)
  await endProcess(worker, 'SIGTERM')
}, 300_000)

test('a killed worker is named as silent within ten seconds', async () => {
  const worker = world.startWorker()
  await expect.poll(async () => (await health()).workers.some(({ alive }) => alive), soon).toBe(true)
  await endProcess(worker, 'SIGKILL')
  await expect.poll(() => isSaid('worker'), { ...soon, timeout: 12_000 * SLACK }).toBe(true)
  const said = (await health()).problems.find(({ part }) => part === 'worker')
  expect(said).toMatchObject({
    reason: expect.stringContaining(`double-${worker.pid}`),
    next: expect.any(String),
  })
  expect(said?.forS).toBeGreaterThan(0)
}, 300_000)
