import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isCandidateEnded } from '#lib/domain/run.ts'
import { postgresStatus, startPostgres, stopPostgres } from '#scripts/embedded-postgres.mjs'
import { type DoubleWorld, endProcess, openDoubleWorld } from '#workers/double-world.fixture.ts'
import { LEASE_S, RENEW_MS } from '#workers/tunables.ts'

const CANDIDATES = 24
let world: DoubleWorld
beforeAll(async () => {
  world = await openDoubleWorld('sandmle-restarts-')
})
afterAll(async () => {
  await world.close()
  stopPostgres({ home: world.home })
  rmSync(world.home, { recursive: true, force: true })
})

/** The server ends as in a crash, without a word to its clients, and comes back on the same port. */
async function crashPostgres(): Promise<void> {
  const { home, url } = world
  const pidFile = join(home, 'postgres/postmaster.pid')
  process.kill(Number(readFileSync(pidFile, 'utf8').split('\n')[0]), 'SIGQUIT')
  await expect.poll(() => postgresStatus({ home }).running, { timeout: 20_000 }).toBe(false)
  expect((await startPostgres({ home, throwaway: true })).appUrl).toBe(url)
}

const countEnded = async (runId: string): Promise<number> => {
  const rows = await world.database.db.candidate.findMany({ where: { runId }, select: { status: true } })
  expect(rows).toHaveLength(CANDIDATES)
  return rows.filter(({ status }) => isCandidateEnded(status as Parameters<typeof isCandidateEnded>[0]))
    .length
}
/** A minute passes for what nobody has renewed for two turns. */
const minutePasses = () =>
  world.database.pool.query(`UPDATE candidate SET "leaseUntil" = now() - interval '1 second'
    WHERE status = 'running' AND "leaseUntil" < now() + make_interval(secs => ${LEASE_S - (2 * RENEW_MS) / 1000})`)
/** Waits for so many ends, in a test that has its own limit. */
const ended = (runId: string, count: number) =>
  expect
    .poll(() => minutePasses().then(() => countEnded(runId)), { timeout: 150_000, interval: 200 })
    .toBeGreaterThanOrEqual(count)

test('a run of 24 outlives two killed workers and a crash of the database, and every candidate ends once', async () => {
  const runId = await world.order(CANDIDATES)
  let first = world.startWorker()
  world.startWorker()
  await ended(runId, 2)
  await endProcess(first, 'SIGKILL')
  first = world.startWorker()
  await ended(runId, 5)
  await crashPostgres()
  await ended(runId, 9)
  await endProcess(first, 'SIGKILL')
  world.startWorker()
  await ended(runId, CANDIDATES)
  const run = await world.database.db.run.findUniqueOrThrow({
    where: { id: runId },
    include: { candidates: true },
  })
  expect(run.status).toBe('succeeded')
  expect(run.candidates.filter(({ status }) => status === 'error')).toEqual([])
  const events = await world.database.db.event.findMany({ where: { runId } })
  const ends = events.filter(({ type }) => type === 'candidate.ended').map(({ candidateId }) => candidateId)
  expect(ends.toSorted()).toEqual(run.candidates.map(({ id }) => id).toSorted())
  expect(events.filter(({ type }) => type === 'run.succeeded')).toHaveLength(1)
  // One version a candidate that was frozen, none left in the middle.
  const versions = await world.database.db.version.groupBy({ by: ['status'], where: { runId }, _count: true })
  const frozen = run.candidates.filter(({ versionId }) => versionId !== null).length
  expect(versions.reduce((sum, { _count }) => sum + _count, 0)).toBe(frozen)
  for (const { status } of versions) expect(['verified', 'rejected']).toContain(status)
}, 240_000)
