import { afterAll, beforeAll, expect, test } from 'vitest'
import { notFound } from '#lib/domain/errors.ts'
import { CURRENT_GATE_SET } from '#lib/domain/gates.ts'
import type { BlobStore } from '#lib/domain/ports/blob-store.ts'
import { PACK_LAYOUTS, type PackLayout } from '#lib/domain/version.ts'
import { makeQueueTables } from '#lib/jobs/queue-tables.fixture.ts'
import { log } from '#lib/log.ts'
import { verifyPack } from '#lib/packs/verify-pack.ts'
import { requestPack } from '#lib/services/packs/request-pack.ts'
import { openTestServices, SYSTEM, type TestServices } from '#lib/services/services.fixture.ts'
import { buildPack } from '#workers/handlers/build-pack.ts'
import { reconcile } from '#workers/maintenance/reconcile.ts'

let world: TestServices
let slugs: string[]
let answers: string[]
beforeAll(async () => {
  world = await openTestServices()
  await makeQueueTables(world.database)
  const made = await Promise.all(
    [1, 2, 3].map((n) => world.version({ status: 'approved', task: { mechanisms: [`m-${n}`] } })),
  )
  slugs = made.map(({ slug }) => slug).sort()
  answers = []
  for (const { id, contentHash } of made) {
    const data = { versionId: id, contentHash, gateSet: CURRENT_GATE_SET, reviewers: ['r'] }
    await world.database.db.approval.create({ data })
    const { manifest } = await world.database.db.version.findUniqueOrThrow({ where: { id } })
    answers.push(/judge\/answer\.csv[^}]*?([0-9a-f]{64})/.exec(JSON.stringify(manifest))?.[1] ?? '')
  }
})
afterAll(() => world.close())

const makeDeps = (workerId: string, blobs: Partial<BlobStore> = {}) => ({
  db: world.database.db,
  blobs: { ...world.blobs, ...blobs },
  queue: { enqueue: async () => undefined },
  workerId,
  log: { ...log, error: () => undefined },
  stopping: new AbortController().signal,
})
const request = async (slug: string, layout: PackLayout = 'sandmle-task') =>
  (await requestPack({ ctx: world.as(SYSTEM), input: { slug, title: `Pack ${slug}`, layout } })).id
const packOf = (id: string) => world.database.db.pack.findUniqueOrThrow({ where: { id } })
const endLease = (id: string) =>
  world.database.pool.query(`update pack set "leaseUntil" = now() - interval '1 second' where id = $1`, [id])

/** A worker that is held up at its first read until it is let go, and the moment at which it is. */
function heldUp(afterwards: 'continues' | 'breaks') {
  const arrived = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  const deps = makeDeps('slow', {
    async get(hash) {
      arrived.resolve()
      await released.promise
      if (afterwards === 'breaks') throw new Error('the disk is gone')
      return world.blobs.get(hash)
    },
  })
  return { deps, arrived: arrived.promise, release: released.resolve }
}

test.each(PACK_LAYOUTS)('the layout %s becomes ready with bytes that verify', async (layout) => {
  const id = await request('whole', layout)
  await buildPack(makeDeps('w'), id)
  const pack = await packOf(id)
  expect(pack).toMatchObject({ status: 'ready', attempt: 1, workerId: 'w', leaseUntil: null, error: null })
  expect(pack.finishedAt).not.toBeNull()
  const bytes = await world.blobs.get(pack.blob ?? '')
  expect(Number(pack.bytes)).toBe(bytes.length)
  expect(await world.database.db.blob.count({ where: { sha256: pack.blob ?? '' } })).toBe(1)
  const { index, problems } = await verifyPack(bytes)
  expect(problems).toEqual([])
  expect(index).toMatchObject({ slug: 'whole', version: 1, layout, title: 'Pack whole' })
  expect(index?.tasks.map((task) => task.slug).sort()).toEqual(slugs)
})

test('a second wake-up, at once or later, builds nothing again', async () => {
  const id = await request('twice')
  let reads = 0
  const counting = {
    get: async (hash: string) => {
      reads++
      return world.blobs.get(hash)
    },
  }
  await Promise.all([buildPack(makeDeps('a', counting), id), buildPack(makeDeps('b', counting), id)])
  const first = await packOf(id)
  const after = reads
  await buildPack(makeDeps('c', counting), id)
  expect(await packOf(id)).toEqual(first)
  expect(first).toMatchObject({ status: 'ready', attempt: 1 })
  expect(reads).toBe(after)
})

test.each(['continues', 'breaks'] as const)(
  'a worker that lost its lease and then %s changes nothing',
  async (afterwards) => {
    const id = await request(`lease-${afterwards === 'breaks' ? 'breaks' : 'goes-on'}`)
    const slow = heldUp(afterwards)
    const late = buildPack(slow.deps, id)
    await slow.arrived
    expect(await packOf(id)).toMatchObject({ status: 'building', workerId: 'slow' })
    await endLease(id)
    await reconcile(makeDeps('quick'))
    await buildPack(makeDeps('quick'), id)
    const built = await packOf(id)
    expect(built).toMatchObject({ status: 'ready', attempt: 2, workerId: 'quick' })
    slow.release()
    await late
    expect(await packOf(id)).toEqual(built)
  },
)

test('a lease that is not over is left alone; after the third lost worker the pack has failed', async () => {
  const id = await request('lost')
  const slow = heldUp('continues')
  const late: Promise<void>[] = []
  for (const attempt of [1, 2, 3]) {
    late.push(buildPack(slow.deps, id))
    await expect.poll(async () => (await packOf(id)).attempt).toBe(attempt)
    await reconcile(makeDeps('other'))
    expect((await packOf(id)).status).toBe('building')
    await endLease(id)
    await reconcile(makeDeps('other'))
  }
  const failed = await packOf(id)
  expect(failed).toMatchObject({ status: 'failed', lost: 2 })
  expect(failed.error).toMatch(/^The worker was lost 3 times while it built this pack/)
  slow.release()
  await Promise.all(late)
  expect(await packOf(id)).toEqual(failed)
})

test('a file that is gone from the store fails the pack and is named', async () => {
  const id = await request('gone')
  const [gone = ''] = answers
  const get = async (hash: string) => {
    if (hash === gone) throw notFound('blob', hash)
    return world.blobs.get(hash)
  }
  await buildPack(makeDeps('w', { get }), id)
  const pack = await packOf(id)
  expect(pack).toMatchObject({ status: 'failed', blob: null, leaseUntil: null })
  expect(pack.error).toMatch(/^task-[0-9a-f]{8}\/judge\/answer\.csv cannot be read: .*blob/)
})
