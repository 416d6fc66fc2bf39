import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkConnection } from '#lib/services/connections/check-connection.ts'
import { createConnection } from '#lib/services/connections/create-connection.ts'
import { disableConnection } from '#lib/services/connections/disable-connection.ts'
import { listConnections } from '#lib/services/connections/list-connections.ts'
import { updateConnection } from '#lib/services/connections/update-connection.ts'
import type { WebContext } from '#lib/services/context.ts'
import { openTestServices, type TestServices } from '#lib/services/services.fixture.ts'

const KEY = 'sk-live-0123456789abcdef'
let world: TestServices
let ctx: WebContext
beforeAll(async () => {
  world = await openTestServices()
  ctx = world.as(await world.user('owner'))
})
afterAll(() => world.close())

let names = 0
const create = (over: object = {}) => {
  const name = `lab ${names++}`
  const baseUrl = 'https://models.example.org/v1/'
  return createConnection({ ctx, input: { name, kind: 'openai-compatible', baseUrl, apiKey: KEY, ...over } })
}
const rowOf = (id: string) => world.database.db.connection.findUniqueOrThrow({ where: { id } })
const auditOf = async (entityId: string) => {
  const rows = await world.database.db.audit.findMany({ where: { entityId }, orderBy: { id: 'asc' } })
  return rows.map(({ verb }) => verb)
}

describe('the key', () => {
  test('is sealed, opens for its own connection alone, and no answer or record holds it', async () => {
    const made = await create()
    expect(made).toMatchObject({
      keyHint: 'cdef',
      status: 'unchecked',
      baseUrl: 'https://models.example.org/v1',
    })
    const { sealedKey } = await rowOf(made.id)
    expect(await world.secrets.open(sealedKey ?? '', made.id)).toBe(KEY)
    const audit = await world.database.db.audit.findMany({ where: { entityId: made.id } })
    const told = JSON.stringify([made, await listConnections({ ctx }), audit], (_, value) =>
      typeof value === 'bigint' ? String(value) : value,
    )
    expect(told).not.toContain(KEY)
    expect(told).not.toContain(sealedKey)
    expect(await auditOf(made.id)).toEqual(['connection.create'])
  })

  test('of a few characters gives no hint; a connection may have none, and lose its own', async () => {
    expect((await create({ apiKey: 'short' })).keyHint).toBe('')
    expect((await create({ apiKey: undefined })).keyHint).toBeNull()
    const made = await create()
    await updateConnection({ ctx, input: { id: made.id, name: `renamed ${made.id.slice(0, 8)}` } })
    expect((await rowOf(made.id)).sealedKey).not.toBeNull()
    expect((await updateConnection({ ctx, input: { id: made.id, apiKey: null } })).keyHint).toBeNull()
    expect((await rowOf(made.id)).sealedKey).toBeNull()
  })
})

describe('what is refused', () => {
  test.each([
    ['a name with the separators of a command line', { name: 'a/b' }, 'name'],
    ['a file', { baseUrl: 'file:///etc/passwd' }, 'http'],
    ['a key in the address', { baseUrl: 'https://user:secret@example.org/v1' }, 'key'],
    ['a query', { baseUrl: 'https://example.org/v1?key=1' }, 'key'],
    ['a negative price', { prices: { m: { inputMicroUsd: -1, outputMicroUsd: 0 } } }, 'prices'],
    ['half a micro-dollar', { prices: { m: { inputMicroUsd: 0.5, outputMicroUsd: 0 } } }, 'prices'],
    ['an unknown field', { key: 'x' }, 'key'],
  ])('%s', async (_, over, message) => {
    await expect(create(over)).rejects.toThrow(message)
  })

  test('a second connection of the same name, also by renaming', async () => {
    const [one, two] = [await create(), await create()]
    await expect(create({ name: one.name })).rejects.toMatchObject({ code: 'conflict' })
    await expect(updateConnection({ ctx, input: { id: two.id, name: one.name } })).rejects.toMatchObject({
      code: 'conflict',
    })
  })
})

describe('a change', () => {
  test('keeps what is left out, and makes a check worthless only where it matters', async () => {
    const { id } = await create({ prices: { m: { inputMicroUsd: 1, outputMicroUsd: 2 } }, capMicroUsd: 5 })
    const checked = { checkStatus: 'ok' as const, models: ['m'], checkedAt: new Date() }
    await world.database.db.connection.update({ where: { id }, data: checked })
    const priced = await updateConnection({ ctx, input: { id, capMicroUsd: null } })
    expect(priced).toMatchObject({
      status: 'ok',
      models: ['m'],
      capMicroUsd: null,
      prices: { m: { inputMicroUsd: 1, outputMicroUsd: 2 } },
      keyHint: 'cdef',
    })
    const moved = await updateConnection({ ctx, input: { id, baseUrl: 'https://other.example.org' } })
    expect(moved).toMatchObject({ status: 'unchecked', models: [], checkedAt: null, keyHint: 'cdef' })
    expect(await auditOf(id)).toEqual(['connection.create', 'connection.update', 'connection.update'])
  })

  test('disables, and enables again', async () => {
    const { id } = await create()
    expect((await disableConnection({ ctx, input: { id } })).status).toBe('disabled')
    await disableConnection({ ctx, input: { id } })
    expect(await auditOf(id)).toEqual(['connection.create', 'connection.disable'])
    await expect(checkConnection({ ctx, input: { id } })).rejects.toMatchObject({ code: 'precondition' })
    expect((await updateConnection({ ctx, input: { id, enabled: true } })).status).toBe('unchecked')
  })
})

test('a check is asked of a worker once, however often it is clicked', async () => {
  const { id } = await create()
  const before = world.jobs.length
  const asked = await Promise.all([1, 2, 3].map(() => checkConnection({ ctx, input: { id } })))
  expect(asked.map(({ status }) => status)).toEqual(['checking', 'checking', 'checking'])
  expect(world.jobs.slice(before)).toEqual([{ queue: 'connection.check', id }])
})

test('researchers see and use connections, and are told why they cannot change them', async () => {
  const researcher = world.as(await world.user('researcher'))
  const { connections, can } = await listConnections({ ctx: researcher })
  expect(connections.length).toBeGreaterThan(0)
  expect(can.manage).toMatchObject({ allowed: false, reason: expect.stringContaining('owner') })
})
