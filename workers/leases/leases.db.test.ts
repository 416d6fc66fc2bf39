import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { AppError } from '#lib/domain/errors.ts'
import type { Job } from '#lib/domain/ports/queue.ts'
import { MAX_LOST } from '#lib/domain/stale.ts'
import { WORKER_DEAD_S } from '#lib/domain/worker-part.ts'
import { log } from '#lib/log.ts'
import { openTestServices, type TestServices } from '#lib/services/services.fixture.ts'
import { LEASED } from '#workers/leases/leased.ts'
import type { SingleStep } from '#workers/leases/lose-row.ts'
import { underLease } from '#workers/leases/under-lease.ts'
import { reconcile } from '#workers/maintenance/reconcile.ts'
import { LEASE_S, RECONCILE_MS, RENEW_MS } from '#workers/tunables.ts'

let world: TestServices
let jobs: Job[] = []
beforeAll(async () => {
  world = await openTestServices()
  await world.database.pool.query('create schema pgboss create table job (name text, data jsonb, state text)')
  const at = (seconds: number) => `now() - make_interval(secs => ${seconds})`
  await world.database.pool.query(`insert into worker (id, sandbox, "beatAt") values
    ('alive', '{}', ${at(1)}), ('dead', '{}', ${at(WORKER_DEAD_S + 2)})`)
})
beforeEach(() => {
  jobs = []
})
afterEach(() => vi.useRealTimers())
afterAll(() => world.close())

const stop = new AbortController()
const deps = () => ({
  db: world.database.db,
  queue: { enqueue: async (_: unknown, job: Job) => void jobs.push(job) },
  log: { ...log, warn: () => undefined, error: () => undefined },
  stopping: stop.signal,
})
const KINDS: readonly SingleStep[] = ['seedUpload', 'importUpload', 'trial', 'pack', 'revision']

/** A row that `workerId` works on, its lease as long as a lease is. */
async function held(kind: SingleStep, workerId: string, lost = 0): Promise<string> {
  const { db, pool } = world.database
  const upload = { blob: 'b', filename: 'f', uploadedBy: 'u', workerId, lost, attempt: 1 }
  const make: Record<SingleStep, () => Promise<{ id: string }>> = {
    seedUpload: () => db.seedUpload.create({ data: { ...upload, status: 'reading' } }),
    importUpload: () =>
      db.importUpload.create({ data: { ...upload, status: 'reading', target: 'training', options: {} } }),
    async trial() {
      const versionId = (await world.version()).id
      const data = { versionId, kind: 'score', program: 'p', inputHash: 'h', status: 'running' } as const
      return db.trial.create({ data: { ...data, workerId, lost, attempt: 1 } })
    },
    async revision() {
      const versionId = (await world.version()).id
      const asked = { versionId, reason: 'r', changes: {}, requestedBy: 'u', actorKind: 'user', actorId: 'u' }
      return db.revision.create({ data: { ...asked, status: 'running', workerId, lost, attempt: 1 } })
    },
    pack: () =>
      db.pack.create({
        data: {
          ...{ slug: randomUUID(), version: 1, title: 't', layout: 'sandmle-task', createdBy: 'u' },
          ...{ status: 'building', workerId, lost, attempt: 1 },
        },
      }),
  }
  const { id } = await make[kind]()
  await pool.query(
    `update ${LEASED[kind].table} set "leaseUntil" = now() + make_interval(secs => ${LEASE_S}) where id = $1`,
    [id],
  )
  return id
}
type Row = { status: string; lost: number; attempt: number; leftS: number | null; error: string | null }
async function rowOf(kind: SingleStep, id: string): Promise<Row> {
  const error = kind === 'trial' ? "result->>'reason'" : 'error'
  const { rows } = await world.database.pool.query<Row>(
    `select status, lost, attempt, extract(epoch from "leaseUntil" - now())::float as "leftS", ${error} as error
     from ${LEASED[kind].table} where id = $1`,
    [id],
  )
  const [row] = rows
  if (row === undefined) throw new Error(`no ${kind} ${id}`)
  return row
}

test('what a killed worker held is taken up within a lease and a look', () => {
  expect(LEASE_S + RECONCILE_MS / 1000).toBeLessThanOrEqual(60)
  expect(3 * RENEW_MS).toBeLessThan(LEASE_S * 1000)
})

describe.each(KINDS)('%s', (kind) => {
  test('of a dead worker is free at once; of a living one it is left alone', async () => {
    const lost = await held(kind, 'dead')
    const kept = await held(kind, 'alive')
    await reconcile(deps())
    expect(await rowOf(kind, lost)).toMatchObject({ status: 'queued', lost: 1, leftS: null })
    expect(jobs).toContainEqual({ queue: LEASED[kind].queue, id: lost })
    expect(await rowOf(kind, kept)).toMatchObject({ status: LEASED[kind].busy, lost: 0 })
    await world.database.pool.query(`insert into worker (id, sandbox, "beatAt")
      values ('dead', '{}', now() - make_interval(secs => ${WORKER_DEAD_S + 2})) on conflict do nothing`)
  })

  test('that killed its worker for the third time is quarantined and says why', async () => {
    const id = await held(kind, 'dead', MAX_LOST - 1)
    await reconcile(deps())
    const row = await rowOf(kind, id)
    expect(row.status).toBe('failed')
    expect(row.error).toMatch(/^The worker was lost 3 times while it (read|scored|built|saved) this/)
    expect(jobs).toEqual([])
    await world.database.pool.query(`insert into worker (id, sandbox, "beatAt")
      values ('dead', '{}', now() - make_interval(secs => ${WORKER_DEAD_S + 2})) on conflict do nothing`)
  })

  test('is renewed from a timer while its handler works', async () => {
    const id = await held(kind, 'alive')
    await world.database.pool.query(
      `update ${LEASED[kind].table} set "leaseUntil" = now() + interval '2 seconds' where id = $1`,
      [id],
    )
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const done = Promise.withResolvers<void>()
    const work = underLease(deps(), kind, { id, attempt: 1, lost: 0 }, () => done.promise)
    vi.advanceTimersByTime(RENEW_MS)
    await expect.poll(async () => (await rowOf(kind, id)).leftS).toBeGreaterThan(LEASE_S / 2)
    done.resolve()
    await work
  })

  test('goes back uncounted where the machine fails, and counted where we do', async () => {
    const id = await held(kind, 'alive')
    const claim = { id, attempt: 1, lost: 0 }
    const full = new AppError('unavailable', 'Full.', { part: 'storage' })
    await expect(underLease(deps(), kind, claim, () => Promise.reject(full))).rejects.toBe(full)
    expect(await rowOf(kind, id)).toMatchObject({ status: 'queued', lost: 0, leftS: null })
    expect(jobs).toEqual([{ queue: LEASED[kind].queue, id }])
    const again = await held(kind, 'alive')
    const bug = new TypeError('bug')
    const broken = underLease(deps(), kind, { ...claim, id: again }, () => Promise.reject(bug))
    await expect(broken).rejects.toBe(bug)
    expect(await rowOf(kind, again)).toMatchObject({ status: 'queued', lost: 1 })
  })

  test('goes back uncounted at once where the worker stops', async () => {
    const id = await held(kind, 'alive')
    const stopping = new AbortController()
    const never = new Promise<void>(() => undefined)
    const claim = { id, attempt: 1, lost: 0 }
    const work = underLease({ ...deps(), stopping: stopping.signal }, kind, claim, () => never)
    stopping.abort()
    await work
    expect(await rowOf(kind, id)).toMatchObject({ status: 'queued', lost: 0 })
  })
})
