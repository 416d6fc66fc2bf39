import { afterAll, beforeAll, expect, test } from 'vitest'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { getCatalogue } from '#lib/services/catalogue/get-catalogue.ts'
import { openTestServices, type TestServices } from '#lib/services/services.fixture.ts'

let world: TestServices
beforeAll(async () => {
  world = await openTestServices()
})
afterAll(() => world.close())

const sandbox = { kind: 'refused', reason: 'none', fix: 'none', hostAdvice: [] }

test('is what the newest worker told, and says so where that is of another version', async () => {
  const ctx = world.as(await world.user('researcher'))
  await expect(getCatalogue({ ctx })).rejects.toThrow('No worker has told yet')
  const { worker } = world.database.db
  const beatAt = new Date(Date.now() - 60_000)
  await worker.create({ data: { id: 'now', sandbox, catalogue: CATALOGUE, domains: [...DOMAINS], beatAt } })
  expect((await getCatalogue({ ctx })).domains).toHaveLength(DOMAINS.length)
  const [domain] = DOMAINS
  const other = [{ family: domain?.family, id: domain?.id }]
  await worker.create({ data: { id: 'other', sandbox, catalogue: CATALOGUE, domains: other } })
  await expect(getCatalogue({ ctx })).rejects.toThrow('of another version')
})
