import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '#lib/db/client.ts'
import { openTestDatabase, type TestDatabase } from '#lib/db/test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.drop())

const BAD = ['a\u0000b', 'a\ud800b', 'a\udc00b', '\udc00\ud800']

describe.each(BAD)('%j', (text) => {
  const refused = { code: 'invalid', publicMessage: expect.stringContaining('cannot be stored') }

  test('is named by every kind of query, in a transaction too', async () => {
    const { db } = database
    const row = { slug: text, name: 'n', request: {}, seeds: [], createdBy: 'u' }
    await expect(db.seed.findMany({ where: { title: { contains: text } } })).rejects.toMatchObject(refused)
    await expect(db.notice.updateMany({ where: { text }, data: { href: '/' } })).rejects.toMatchObject(
      refused,
    )
    await expect(db.seed.findFirst({ where: { slug: { in: ['ok', text] } } })).rejects.toMatchObject(refused)
    await expect(db.$queryRaw`select ${text}::text`).rejects.toMatchObject(refused)
    await expect(db.$executeRaw`select unnest(${[text]}::text[])`).rejects.toMatchObject(refused)
    await expect(db.$transaction((tx) => tx.$queryRaw`select ${text}::text`)).rejects.toMatchObject(refused)
    await expect(
      db.$transaction((tx) =>
        tx.audit.create({
          data: { actorKind: 'user', actorId: 'u', verb: 'v', entity: 'e', entityId: 'i', detail: row },
        }),
      ),
    ).rejects.toMatchObject(refused)
  })
})

test('bytes, times and ordinary texts pass as they are', async () => {
  const { db, close } = openDatabase(database.appUrl)
  const bytes = new Uint8Array([0, 216, 0])
  const rows = await db.$queryRaw<
    object[]
  >`select ${'😀\uffff\u0001'}::text as text, ${bytes}::bytea as bytes`
  expect(rows).toMatchObject([{ text: '😀\uffff\u0001' }])
  await close()
})
