import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, type ModelWorld, openModelWorld, PRICE, QUICK } from '#workers/models/model-world.fixture.ts'
import { persist } from '#workers/models/persist.ts'
import { openRoleModel } from '#workers/models/role-model.ts'

let world: ModelWorld
beforeAll(async () => {
  world = await openModelWorld()
})
afterAll(() => world.close())

test('an answer that was paid for is kept although the connections to the database break under its settlement', async () => {
  const connectionId = await world.connection({ prices: { 'tiny-churn': PRICE } })
  const player = world.player(connectionId, 'tiny-churn')
  const run = await world.run(player, 10_000_000)
  const claim = await world.claim(run.first)
  const { languageModel } = world.deps
  let breaks = 1
  const breaking: typeof languageModel = {
    ...languageModel,
    async complete(request, signal) {
      const reply = await languageModel.complete(request, signal)
      if (breaks-- > 0)
        await world.database.pool
          .query('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()')
          .catch(() => undefined)
      return reply
    },
  }
  const deps = { ...world.deps, languageModel: breaking }
  const asker = { runSeed: 900, ordinal: 0 }
  await openRoleModel(deps, claim, new AbortController().signal, asker, QUICK).ask(ask(player))
  expect(await world.exchanges({ runId: run.id })).toMatchObject([{ status: 'answered', try: 1 }])
  const events = await world.db.event.findMany({ where: { runId: run.id, type: 'model.answered' } })
  expect(events).toHaveLength(1)
})

test('a transaction whose confirmation was lost may be repeated, and one that never works ends', async () => {
  let tries = 0
  const result = await persist(
    world.deps,
    async (tx) => {
      const [row] = await tx.$queryRaw<{ one: number }[]>`select 1 as one`
      if (++tries < 3) throw new Error('gone')
      return row?.one
    },
    [1, 1, 1],
  )
  expect([result, tries]).toEqual([1, 3])
  const broken = persist(world.deps, () => Promise.reject(new Error('for good')), [1, 1])
  await expect(broken).rejects.toThrow('for good')
})
