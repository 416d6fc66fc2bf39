import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeQueueTables } from '#lib/jobs/queue-tables.fixture.ts'
import { log } from '#lib/log.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import type { Deps } from '#workers/deps.ts'
import { checkConnection } from '#workers/handlers/check-connection.ts'
import { reconcile } from '#workers/maintenance/reconcile.ts'
import { type ModelWorld, openModelWorld } from '#workers/models/model-world.fixture.ts'
import { NO_MODELS } from '#workers/no-models.fixture.ts'
import { sandboxDouble } from '#workers/sandbox-double.fixture.ts'

let world: ModelWorld
beforeAll(async () => {
  world = await openModelWorld()
  await makeQueueTables(world.database)
})
afterAll(() => world.close())

const makeDeps = (over: Partial<Deps> = {}): Deps => ({
  ...NO_MODELS,
  ...world.deps,
  queue: { enqueue: async () => undefined },
  sandbox: sandboxDouble(),
  catalogue: CATALOGUE,
  runtimeHash: 'r',
  engineKey: 'key',
  workerId: 'w',
  log: { ...log, error: () => undefined },
  stopping: new AbortController().signal,
  ...over,
})
const ask = (id: string, checkedAt = new Date()) =>
  world.db.connection.update({ where: { id }, data: { checkStatus: 'checking', checkedAt } })
const rowOf = (id: string) => world.db.connection.findUniqueOrThrow({ where: { id } })

test('a provider that answers is ok, with its models', async () => {
  const id = await world.connection()
  await ask(id)
  await checkConnection(makeDeps(), id)
  const row = await rowOf(id)
  expect(row).toMatchObject({ checkStatus: 'ok', checkMessage: expect.stringContaining('offered') })
  expect(row.models).toContain('tiny-churn')
})

test.each([
  ['nobody listens', { baseUrl: 'http://127.0.0.1:9/v1' }, 'ECONNREFUSED'],
  ['the owner did not allow private addresses', { allowPrivate: false }, 'private'],
  ['the key was sealed elsewhere', { sealedKey: 'sealed1.AAAA' }, 'cannot be opened'],
  ['the connection was disabled meanwhile', { disabledAt: new Date() }, 'disabled'],
])('it fails with the reason where %s', async (_, data, message) => {
  const id = await world.connection()
  await ask(id)
  await world.db.connection.update({ where: { id }, data })
  await checkConnection(makeDeps(), id)
  const row = await rowOf(id)
  expect(row.checkStatus).toBe('failed')
  expect(row.checkMessage).toContain(message)
})

test('an answer that comes after a change counts for nothing, and nobody asked is not asked', async () => {
  const id = await world.connection()
  await ask(id)
  const arrived = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<void>()
  const languageModel: Deps['languageModel'] = {
    ...world.deps.languageModel,
    async listModels() {
      arrived.resolve()
      await gate.promise
      return { kind: 'models', models: ['old'] }
    },
  }
  const late = checkConnection(makeDeps({ languageModel }), id)
  await arrived.promise
  await world.db.connection.update({ where: { id }, data: { checkStatus: 'unchecked', checkedAt: null } })
  gate.resolve()
  await late
  expect(await rowOf(id)).toMatchObject({ checkStatus: 'unchecked', models: [] })
  await checkConnection(makeDeps({ languageModel }), id)
  expect(await rowOf(id)).toMatchObject({ checkStatus: 'unchecked' })
})

test('a stopping worker leaves the question, and the reconciler wakes another', async () => {
  const id = await world.connection()
  await ask(id, new Date(Date.now() - 60_000))
  const stopping = new AbortController()
  stopping.abort(new Error('stops'))
  await checkConnection(makeDeps({ stopping: stopping.signal }), id)
  expect((await rowOf(id)).checkStatus).toBe('checking')
  const woken: string[] = []
  await reconcile(
    makeDeps({ queue: { enqueue: async (_, job) => void woken.push(`${job.queue} ${job.id}`) } }),
  )
  expect(woken).toContain(`connection.check ${id}`)
})
