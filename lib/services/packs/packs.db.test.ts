import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CURRENT_GATE_SET } from '#lib/domain/gates.ts'
import { sha256 } from '#lib/packs/digest.ts'
import { getPack } from '#lib/services/packs/get-pack.ts'
import { listPacks } from '#lib/services/packs/list-packs.ts'
import { openPack } from '#lib/services/packs/open-pack.ts'
import { requestPack } from '#lib/services/packs/request-pack.ts'
import { withdrawPack } from '#lib/services/packs/withdraw-pack.ts'
import { openTestServices, type TestServices } from '#lib/services/services.fixture.ts'

let world: TestServices
beforeAll(async () => {
  world = await openTestServices()
})
afterAll(() => world.close())

async function approved(over: object = {}, gateSet = CURRENT_GATE_SET) {
  const version = await world.version({ status: 'approved', ...over })
  await world.database.db.approval.create({
    data: { versionId: version.id, contentHash: version.contentHash, gateSet, reviewers: ['r'] },
  })
  return version
}

describe('requestPack', () => {
  test('an empty catalogue says so', async () => {
    const ctx = world.as(await world.user('researcher'))
    await expect(requestPack({ ctx, input: { slug: 'empty', title: 'Empty' } })).rejects.toMatchObject({
      code: 'precondition',
      publicMessage: expect.stringContaining('empty'),
    })
  })

  test('freezes the catalogue, splits it and wakes a worker; the next request is the next version', async () => {
    const ctx = world.as(await world.user('researcher'))
    for (let n = 0; n < 5; n++) await approved({ task: { mechanisms: [`m-${n}`] } })
    const pack = await requestPack({ ctx, input: { slug: 'first', title: 'First pack' } })
    expect(pack).toMatchObject({ version: 1, status: 'queued', environments: 5, validation: 1, train: 4 })
    expect(world.jobs.at(-1)).toEqual({ queue: 'pack.build', id: pack.id })
    expect(await requestPack({ ctx, input: { slug: 'first', title: 'First pack' } })).toMatchObject({
      version: 2,
    })
    expect(
      await requestPack({ ctx, input: { slug: 'first', title: 'First pack', layout: 'authors-open' } }),
    ).toMatchObject({ version: 1 })
    expect((await listPacks({ ctx })).catalogue).toBe(5)
  })

  test('of two approved versions of one environment the newest goes in; naming both is refused', async () => {
    const ctx = world.as(await world.user('researcher'))
    const { db } = world.database
    const old = await approved({ task: { mechanisms: ['twice'] } })
    const { id: _, ...row } = await db.version.findUniqueOrThrow({ where: { id: old.id } })
    const contentHash = sha256(`second ${old.contentHash}`)
    const [task, manifest] = [JSON.parse(JSON.stringify(row.task)), JSON.parse(JSON.stringify(row.manifest))]
    const next = await db.version.create({
      data: { ...row, task, manifest, number: 2, contentHash, parentId: old.id },
    })
    await db.approval.create({
      data: { versionId: next.id, contentHash, gateSet: CURRENT_GATE_SET, reviewers: ['r'] },
    })
    const pack = await requestPack({ ctx, input: { slug: 'newest', title: 'Newest' } })
    const entries = await db.packEntry.findMany({ where: { packId: pack.id } })
    const ids = entries.map(({ versionId }) => versionId)
    expect(ids).toContain(next.id)
    expect(ids).not.toContain(old.id)
    const input = { slug: 'both', title: 'Both', versionIds: [old.id, next.id] }
    await expect(requestPack({ ctx, input })).rejects.toMatchObject({
      publicMessage: expect.stringContaining('Two versions of'),
    })
  })

  test('what is not approved under the current gates does not go in, and is named', async () => {
    const ctx = world.as(await world.user('researcher'))
    const waiting = await world.version({ status: 'in-review', task: { title: 'Waiting one' } })
    const stale = await approved({ task: { title: 'Stale one' } }, CURRENT_GATE_SET - 1)
    for (const { id } of [waiting, stale])
      await expect(
        requestPack({ ctx, input: { slug: 'p', title: 'Pack', versionIds: [id] } }),
      ).rejects.toMatchObject({ publicMessage: expect.stringMatching(/Waiting one|Stale one/) })
    const whole = await requestPack({ ctx, input: { slug: 'whole', title: 'Whole' } })
    const { entries } = await getPack({ ctx, input: { id: whole.id } })
    expect(entries.map((entry) => entry.versionId)).not.toContain(stale.id)
  })
})

describe('listPacks', () => {
  test('continues with a cursor to the oldest', async () => {
    const ctx = world.as(await world.user('researcher'))
    const all = (await listPacks({ ctx })).packs.map((pack) => pack.id)
    expect(all.length).toBeGreaterThan(2)
    const found: string[] = []
    for (let after: string | null | undefined; after !== null; ) {
      const page = await listPacks({ ctx, input: { limit: 1, after } })
      found.push(...page.packs.map((pack) => pack.id))
      after = page.next
    }
    expect(found).toEqual(all)
  })
})

describe('openPack', () => {
  test('gives a ready pack to those who may see answers, and records it', async () => {
    const ctx = world.as(await world.user('researcher'))
    const version = await approved()
    const { id } = await requestPack({
      ctx,
      input: { slug: 'down', title: 'Download', versionIds: [version.id] },
    })
    await expect(openPack({ ctx, input: { id } })).rejects.toMatchObject({ code: 'precondition' })
    const zip = new TextEncoder().encode('zip')
    await world.blobs.put(zip)
    await world.database.db.pack.update({
      where: { id },
      data: { status: 'ready', blob: sha256(zip), bytes: 3n },
    })
    const trainer = world.as(await world.token('researcher', 'trainer'))
    const pack = await openPack({ ctx: trainer, input: { id } })
    expect(pack).toMatchObject({ bytes: 3, sha256: sha256(zip) })
    expect(pack.filename).toMatch(/^down-v1-sandmle-task-[0-9a-f]{12}\.zip$/)
    expect(await world.database.db.audit.count({ where: { entityId: id, verb: 'pack.download' } })).toBe(1)
    for (const actor of [await world.user('viewer'), await world.token('owner', 'agent')])
      await expect(openPack({ ctx: world.as(actor), input: { id } })).rejects.toMatchObject({
        code: 'forbidden',
      })
    expect(
      (await getPack({ ctx: world.as(await world.user('viewer')), input: { id } })).can.download,
    ).toMatchObject({ allowed: false })
  })
})

describe('withdrawPack', () => {
  test('takes a ready pack out of use for a reason that is on record, once, and no other', async () => {
    const ctx = world.as(await world.user('researcher'))
    const { id } = await requestPack({ ctx, input: { slug: 'leaky', title: 'Leaky' } })
    const withdraw = () => withdrawPack({ ctx, input: { id, reason: 'The answers leak.' } })
    await expect(withdraw()).rejects.toMatchObject({ publicMessage: expect.stringContaining('queued') })
    const blob = await world.blobs.put(new TextEncoder().encode('zip'))
    await world.database.db.pack.update({
      where: { id },
      data: { status: 'ready', blob: blob.sha256, bytes: 3n },
    })
    expect(await getPack({ ctx, input: { id } })).toMatchObject({ can: { withdraw: { allowed: true } } })
    const both = await Promise.allSettled([withdraw(), withdraw()])
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    expect(await getPack({ ctx, input: { id } })).toMatchObject({
      status: 'withdrawn',
      error: 'The answers leak.',
      sha256: blob.sha256,
      can: { download: { allowed: false }, withdraw: { allowed: false } },
    })
    await expect(openPack({ ctx, input: { id } })).rejects.toMatchObject({ code: 'precondition' })
    const where = { verb: 'pack.withdraw', entityId: id }
    expect(await world.database.db.audit.findMany({ where })).toMatchObject([
      { detail: { reason: 'The answers leak.' } },
    ])
  })
})
