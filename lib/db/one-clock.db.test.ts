import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { openDatabase } from '#lib/db/client.ts'
import { openTestDatabase, type TestDatabase } from '#lib/db/test-database.ts'

const EIGHT_DAYS_MS = 8 * 24 * 3_600_000
const MINUTE_MS = 60_000

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterEach(() => vi.useRealTimers())
afterAll(() => database.drop())

test('rows are dated by the database, whatever the clock of the process says', async () => {
  const { db } = database
  const truth = Date.now()
  vi.useFakeTimers({ toFake: ['Date'], now: truth + EIGHT_DAYS_MS })
  const worker = await db.worker.create({ data: { id: 'w', sandbox: {} } })
  const upload = await db.seedUpload.create({ data: { blob: 'b', filename: 'f', uploadedBy: 'u' } })
  const run = await db.run.create({ data: { name: 'r', request: {}, idempotencyKey: 'k', createdBy: 'u' } })
  const event = await db.event.create({
    data: { runId: run.id, type: 't', level: 'info', message: 'm', data: {} },
  })
  for (const at of [worker.startedAt, worker.beatAt, upload.createdAt, run.createdAt, event.at])
    expect(Math.abs(at.getTime() - truth)).toBeLessThan(5 * MINUTE_MS)
})

test('only what better-auth writes has a default of the process', () => {
  const models = readFileSync('prisma/schema.prisma', 'utf8')
    .split(/^model /m)
    .slice(1)
  const own = models.filter((text) => /@default\(now\(\)\)/.test(text)).map((text) => /^\w+/.exec(text)?.[0])
  expect(own).toEqual(['User', 'Session', 'Account', 'Verification'])
})

test('a server elsewhere means the same moment', async () => {
  const { rows } = await database.pool.query<{ name: string }>('select current_database() as name')
  const name = rows[0]?.name ?? ''
  const owner = openDatabase(database.ownerUrl)
  try {
    await owner.pool.query(`alter database ${name} set timezone = 'America/New_York'`)
  } finally {
    await owner.close()
  }
  const elsewhere = openDatabase(database.appUrl)
  try {
    await elsewhere.db.worker.upsert({
      where: { id: 'far' },
      create: { id: 'far', sandbox: {} },
      update: {},
    })
    await elsewhere.db.$executeRaw`update worker set "beatAt" = now() where id = 'far'`
    const { beatAt, startedAt } = await elsewhere.db.worker.findUniqueOrThrow({ where: { id: 'far' } })
    for (const at of [beatAt, startedAt])
      expect(Math.abs(at.getTime() - Date.now())).toBeLessThan(5 * MINUTE_MS)
  } finally {
    await elsewhere.close()
  }
})
