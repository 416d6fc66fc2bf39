import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { AppError } from '#lib/domain/errors.ts'
import { CURRENT_GATE_SET } from '#lib/domain/gates.ts'
import { LEASED, LEASED_KINDS, type LeasedKind } from '#lib/domain/leased.ts'
import type { Job } from '#lib/domain/ports/queue.ts'
import { MAX_LOST } from '#lib/domain/stale.ts'
import { WORKER_DEAD_S } from '#lib/domain/worker-part.ts'
import { type OpenedQueue, openQueue } from '#lib/jobs/open-queue.ts'
import { makeQueueTables } from '#lib/jobs/queue-tables.fixture.ts'
import { log } from '#lib/log.ts'
import { openTestServices, type TestServices } from '#lib/services/services.fixture.ts'
import { HANDLERS } from '#workers/handlers/all.ts'
import { claimRow, type Lease, type RowClaim, renewRow } from '#workers/leases/lease.ts'
import { failRow, requeueRow } from '#workers/leases/lose-row.ts'
import { underLease } from '#workers/leases/under-lease.ts'
import { reconcile } from '#workers/maintenance/reconcile.ts'
import { CANCEL_POLL_MS, LEASE_S, RECONCILE_MS, RENEW_MS } from '#workers/tunables.ts'

let world: TestServices
let jobs: Job[] = []
/** The queue of the product, whose jobs nobody takes here. */
let waiting: OpenedQueue
beforeAll(async () => {
  world = await openTestServices()
  await makeQueueTables(world.database)
  waiting = openQueue(world.database.appUrl, {
    maintain: false,
    onError: (error) => expect.fail(String(error)),
  })
})
beforeEach(async () => {
  jobs = []
  // A pass buries the dead, and the living beat.
  await world.database.pool.query(`insert into worker (id, sandbox, "beatAt") values
    ('alive', '{}', now()), ('dead', '{}', now() - make_interval(secs => ${WORKER_DEAD_S + 2}))
    on conflict (id) do update set "beatAt" = excluded."beatAt"`)
})
afterEach(() => vi.useRealTimers())
afterAll(async () => {
  await waiting.close()
  await world.close()
})

/** What a worker called `workerId` works with. */
const worker = (workerId: string, stopping = new AbortController().signal) => ({
  ...{ db: world.database.db, workerId, stopping },
  queue: { enqueue: async (_: unknown, job: Job) => void jobs.push(job) },
  log: { ...log, warn: () => undefined, error: () => undefined },
})

const versionId = async () => (await world.version({ status: 'verified' })).id
const packOf = (status: 'queued' | 'ready') => ({
  ...({
    slug: randomUUID(),
    version: 1,
    title: 't',
    layout: 'sandmle-task',
    createdBy: 'u',
    status,
  } as const),
})
const run = () =>
  world.database.db.run.create({
    data: { name: 'r', request: {}, idempotencyKey: randomUUID(), createdBy: 'u' },
  })
const connection = () =>
  world.database.db.connection.create({
    data: {
      ...{ name: randomUUID(), kind: 'openai-compatible', baseUrl: 'http://localhost', sealedKey: null },
      ...{ structuredOutput: 'json-schema', allowPrivate: true, prices: {}, createdBy: 'u' },
    },
  })
const upload = { blob: 'b', filename: 'f', uploadedBy: 'u' }

/** A row that waits for a worker. */
const QUEUED: Record<LeasedKind, () => Promise<{ id: string }>> = {
  async candidate() {
    const data = { runId: (await run()).id, ordinal: 0, seedId: await world.seed(`s-${randomUUID()}`) }
    return world.database.db.candidate.create({ data })
  },
  seedUpload: () => world.database.db.seedUpload.create({ data: upload }),
  importUpload: () =>
    world.database.db.importUpload.create({ data: { ...upload, target: 'training', options: {} } }),
  async trial() {
    const data = { versionId: await versionId(), kind: 'score', program: 'p', inputHash: 'h' }
    return world.database.db.trial.create({ data })
  },
  pack: () => world.database.db.pack.create({ data: packOf('queued') }),
  async certification() {
    const data = { versionId: await versionId(), gateSet: CURRENT_GATE_SET, requestedBy: 'u' }
    return world.database.db.certification.create({ data: { ...data, kind: 'full' } })
  },
  async revision() {
    const asked = { versionId: await versionId(), reason: 'r', changes: {}, requestedBy: 'u' }
    return world.database.db.revision.create({ data: { ...asked, actorKind: 'user', actorId: 'u' } })
  },
  async modelReview() {
    const asked = { versionId: await versionId(), contentHash: 'c', model: 'm', player: {}, requestedBy: 'u' }
    const connectionId = (await connection()).id
    return world.database.db.modelReview.create({ data: { ...asked, connectionId, capMicroUsd: 1n } })
  },
  async smokeRun() {
    const packId = (await world.database.db.pack.create({ data: packOf('ready') })).id
    const data = { packId, reward: 'dense', control: 'none', seeds: 1, rollouts: 32, createdBy: 'u' } as const
    return world.database.db.smokeRun.create({ data })
  },
}

/** A person calls the work off; kinds without an entry cannot be. */
const CALLED_OFF: Partial<Record<LeasedKind, (id: string) => Promise<unknown>>> = {
  candidate: (id) =>
    world.database.db.run.updateMany({
      where: { candidates: { some: { id } } },
      data: { cancelRequestedAt: new Date() },
    }),
  smokeRun: (id) =>
    world.database.db.smokeRun.update({ where: { id }, data: { cancelRequestedAt: new Date() } }),
}

type Row = {
  status: string
  lost: number
  attempt: number
  workerId: string | null
  leftS: number | null
  words: string | null
  finishedAt: Date | null
}
async function rowOf(kind: LeasedKind, id: string): Promise<Row> {
  const { rows } = await world.database.pool.query<Row>(
    `select status, lost, attempt, "workerId", extract(epoch from "leaseUntil" - now())::float as "leftS",
       coalesce(to_jsonb(t)->>'error', to_jsonb(t)->>'reason', to_jsonb(t)->'result'->>'reason') as words,
       "finishedAt"
     from ${LEASED[kind].table} t where id = $1`,
    [id],
  )
  const [row] = rows
  if (row === undefined) throw new Error(`no ${kind} ${id}`)
  return row
}
const wholeRow = async (kind: LeasedKind, id: string) =>
  (await world.database.pool.query(`select * from ${LEASED[kind].table} where id = $1`, [id])).rows[0]
const setRow = (kind: LeasedKind, id: string, what: string) =>
  world.database.pool.query(`update ${LEASED[kind].table} set ${what} where id = $1`, [id])
const endLease = (kind: LeasedKind, id: string) =>
  setRow(kind, id, `"leaseUntil" = now() - interval '1 second'`)
const wokenFor = (id: string) => jobs.filter((job) => job.id === id)

/** Work that goes on until its signal says stop; kinds that do not wait for their work get one that never ends. */
const endless =
  ({ heedsSignal }: Lease) =>
  (_: RowClaim, signal: AbortSignal) =>
    new Promise<void>((_resolve, reject) => {
      if (heedsSignal) signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    })

test('what a killed worker held is taken up within a lease and a look', () => {
  expect(LEASE_S + RECONCILE_MS / 1000).toBeLessThanOrEqual(60)
  expect(3 * RENEW_MS).toBeLessThan(LEASE_S * 1000)
})

test('no table has a lease that nobody reconciles', async () => {
  const { rows } = await world.database.pool.query<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'leaseUntil' order by table_name`,
  )
  expect(rows.map(({ name }) => name)).toEqual(LEASED_KINDS.map((kind) => LEASED[kind].table).sort())
})

describe.each(LEASED_KINDS)('%s', (kind) => {
  const lease: Lease = HANDLERS[LEASED[kind].queue].lease
  const { busy, queue } = LEASED[kind]
  const claimed = async (workerId = 'alive') => {
    const { id } = await QUEUED[kind]()
    const claim = await claimRow(worker(workerId), lease, id)
    if (claim === null) throw new Error('not claimed')
    return claim
  }

  test('is served under its own name', () => {
    expect(lease.kind).toBe(kind)
    expect(HANDLERS[queue].queue).toBe(queue)
  })

  test('is claimed by one of four workers that come at once, and by nobody after', async () => {
    const { id } = await QUEUED[kind]()
    const names = ['a', 'b', 'c', 'd']
    const claims = await Promise.all(names.map((name) => claimRow(worker(name), lease, id)))
    expect(claims.filter(Boolean)).toEqual([expect.objectContaining({ id, attempt: 1, lost: 0 })])
    const winner = names[claims.findIndex(Boolean)]
    const row = await rowOf(kind, id)
    expect(row).toMatchObject({ status: busy, attempt: 1, workerId: winner })
    expect(row.leftS).toBeGreaterThan(LEASE_S - 10)
    expect(await claimRow(worker('late'), lease, id)).toBeNull()
  })

  test('is renewed from a timer while its work runs, and then left alone', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const { id } = await QUEUED[kind]()
    const done = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const work = underLease(worker('alive'), lease, id, () => {
      begun.resolve()
      return done.promise
    })
    await begun.promise
    await endLease(kind, id)
    vi.advanceTimersByTime(RENEW_MS)
    await expect.poll(async () => (await rowOf(kind, id)).leftS).toBeGreaterThan(LEASE_S / 2)
    await reconcile(worker('alive'))
    expect(await rowOf(kind, id)).toMatchObject({ status: busy, attempt: 1, lost: 0 })
    done.resolve()
    await work
  })

  test('goes back uncounted, with a worker woken, where its worker stops', async () => {
    const { id } = await QUEUED[kind]()
    const stopping = new AbortController()
    const work = underLease(worker('alive', stopping.signal), lease, id, endless(lease))
    await expect.poll(async () => (await rowOf(kind, id)).status).toBe(busy)
    stopping.abort()
    await work
    const free = { status: 'queued', lost: 0, workerId: null, leftS: null }
    expect(await rowOf(kind, id)).toMatchObject(free)
    expect(wokenFor(id)).toEqual([{ queue, id }])
    expect(await claimRow(worker('next'), lease, id)).toMatchObject({ attempt: 2, lost: 0 })
  })

  test('goes back uncounted, and says so, where the machine fails', async () => {
    const { id } = await QUEUED[kind]()
    const full = new AppError('unavailable', 'Full.', { part: 'storage' })
    await expect(underLease(worker('alive'), lease, id, () => Promise.reject(full))).rejects.toBe(full)
    expect(await rowOf(kind, id)).toMatchObject({ status: 'queued', lost: 0, leftS: null })
    expect(wokenFor(id)).toEqual([{ queue, id }])
  })

  test.each([
    ['whose worker is dead', 'dead', () => Promise.resolve()],
    ['whose lease is over', 'alive', (id: string) => endLease(kind, id)],
  ])('%s goes back, counted once, with a worker woken', async (_, workerId, silence) => {
    const { id } = await claimed(workerId)
    await silence(id)
    const kept = await claimed('alive')
    await Promise.all([reconcile(worker('alive')), reconcile(worker('other'))])
    const free = { status: 'queued', lost: 1, attempt: 1, workerId: null, leftS: null }
    expect(await rowOf(kind, id)).toMatchObject(free)
    expect(wokenFor(id)).toEqual([{ queue, id }])
    expect(await rowOf(kind, kept.id)).toMatchObject({ status: busy, lost: 0 })
  })

  test('is woken again where its job was lost', async () => {
    const { id } = await QUEUED[kind]()
    await setRow(kind, id, `"createdAt" = now() - interval '1 hour'`)
    await reconcile(worker('alive'))
    expect(wokenFor(id)).toEqual([{ queue, id }])
  })

  test('is not woken again while its job waits', async () => {
    const { id } = await QUEUED[kind]()
    await setRow(kind, id, `"createdAt" = now() - interval '1 hour'`)
    await world.database.db.$transaction((tx) => waiting.enqueue(tx, { queue, id }))
    await reconcile(worker('alive'))
    expect(wokenFor(id)).toEqual([])
  })

  test('that kills its worker each time is quarantined with a sentence', async () => {
    const { id } = await QUEUED[kind]()
    await setRow(kind, id, `"createdAt" = now() - interval '1 hour'`)
    for (let death = 1; death <= MAX_LOST; death++) {
      expect(await claimRow(worker('alive'), lease, id)).toMatchObject({ attempt: death, lost: death - 1 })
      await endLease(kind, id)
      jobs = []
      await reconcile(worker('alive'))
    }
    const row = await rowOf(kind, id)
    expect(['failed', 'error']).toContain(row.status)
    expect(row.words).toMatch(/^The worker was lost 3 times while (it|a model) [^;]+; .+\.$/)
    expect(row).toMatchObject({ leftS: null, finishedAt: expect.any(Date) })
    await reconcile(worker('alive'))
    expect(wokenFor(id)).toEqual([])
    expect(await claimRow(worker('alive'), lease, id)).toBeNull()
  })

  test('that fails each time ends after three attempts at most, and is not tried again', async () => {
    const { id } = await QUEUED[kind]()
    await setRow(kind, id, `"createdAt" = now() - interval '1 hour'`)
    let tries = 0
    const poison = async () => {
      tries++
      throw new TypeError('poison')
    }
    for (let time = 0; time < 2 * MAX_LOST; time++)
      await underLease(worker('alive'), lease, id, poison).catch((error: unknown) => {
        if (!(error instanceof TypeError)) throw error
      })
    expect(tries).toBeGreaterThan(0)
    expect(tries).toBeLessThanOrEqual(MAX_LOST)
    const row = await rowOf(kind, id)
    expect(['failed', 'error']).toContain(row.status)
    expect(row).toMatchObject({ attempt: tries, words: expect.stringMatching(/\w/), leftS: null })
    expect(wokenFor(id)).toHaveLength(tries - 1)
    jobs = []
    await reconcile(worker('alive'))
    expect(wokenFor(id)).toEqual([])
  })

  test('of a fenced attempt is not changed by what comes late', async () => {
    const { db } = world.database
    const { id } = await QUEUED[kind]()
    const late = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<RowClaim>()
    const work = underLease(worker('alive'), lease, id, (claim) => {
      begun.resolve(claim)
      return late.promise
    })
    const old = await begun.promise
    await endLease(kind, id)
    await reconcile(worker('alive'))
    expect(await claimRow(worker('next'), lease, id)).toMatchObject({ attempt: 2, lost: 1 })
    const before = await wholeRow(kind, id)
    jobs = []
    late.reject(new TypeError('late'))
    await work.catch(() => undefined)
    expect(await renewRow(db, kind, old)).toBe(false)
    const tries = [
      () => db.$transaction((tx) => requeueRow(worker('alive'), tx, lease, old, { kind: 'stopping' })),
      () => db.$transaction((tx) => failRow(tx, lease, old, { code: 'late', message: 'Late.' })),
      () => db.$transaction(async (tx) => lease.cancel?.end(tx, old)),
    ]
    for (const move of tries) await move().catch(() => undefined)
    expect(await wholeRow(kind, id)).toEqual(before)
    expect(wokenFor(id)).toEqual([])
  })

  test('that lost its lease is let go in the middle of its work', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const { id } = await QUEUED[kind]()
    const work = underLease(worker('alive'), lease, id, endless(lease))
    await expect.poll(async () => (await rowOf(kind, id)).status).toBe(busy)
    await endLease(kind, id)
    await reconcile(worker('alive'))
    vi.advanceTimersByTime(RENEW_MS)
    await work
    expect(await rowOf(kind, id)).toMatchObject({ status: 'queued', attempt: 1, lost: 1 })
  })

  test('is called off in the middle where people can, and else by nobody', async () => {
    const callOff = CALLED_OFF[kind]
    expect(callOff !== undefined).toBe(lease.cancel !== undefined)
    if (callOff === undefined) return
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const { id } = await QUEUED[kind]()
    const work = underLease(worker('alive'), lease, id, endless(lease))
    await expect.poll(async () => (await rowOf(kind, id)).status).toBe(busy)
    await callOff(id)
    vi.advanceTimersByTime(CANCEL_POLL_MS)
    await work
    const over = { status: 'cancelled', lost: 0, leftS: null, finishedAt: expect.any(Date) }
    expect(await rowOf(kind, id)).toMatchObject(over)
    const silent = await claimed('dead')
    await callOff(silent.id)
    await reconcile(worker('alive'))
    expect(await rowOf(kind, silent.id)).toMatchObject(over)
    expect([...wokenFor(id), ...wokenFor(silent.id)]).toEqual([])
  })
})
