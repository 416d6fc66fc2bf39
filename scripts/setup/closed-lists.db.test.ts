import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '#lib/db/test-database.ts'
import { CLOSED_LISTS } from '#lib/db/words.ts'
import { writeClosedLists } from '#scripts/setup/closed-lists.mjs'

let database: TestDatabase
let owner: pg.Client
beforeAll(async () => {
  database = await openTestDatabase()
  owner = new pg.Client({ connectionString: database.ownerUrl })
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await database.drop()
})

const lists = (layouts: readonly string[]) =>
  CLOSED_LISTS.map((one) =>
    one.table === 'pack' && one.column === 'layout' ? { ...one, words: layouts } : one,
  )
const constraints = async () =>
  (
    await owner.query(
      "select oid, pg_get_constraintdef(oid) as is from pg_constraint where contype = 'c' order by 1",
    )
  ).rows
const addPack = (layout: string) =>
  owner.query(
    `insert into pack (id, slug, version, title, layout, status, "createdBy")
     values (gen_random_uuid(), $1, 1, 't', $1, 'queued', 'u')`,
    [layout],
  )

test('a new word of a list is let in without a migration, and nothing else is touched', async () => {
  await expect(addPack('flat')).rejects.toThrow(/pack_layout/)
  const before = await constraints()
  await writeClosedLists(owner, lists(['sandmle-task', 'authors-open', 'flat']))
  expect((await constraints()).filter(({ oid }) => !before.some((one) => one.oid === oid))).toHaveLength(1)
  await addPack('flat')
  await expect(addPack('steep')).rejects.toThrow(/pack_layout/)
})

test('a word that rows still hold is not taken away, and no list changes then', async () => {
  const before = await constraints()
  const shorter = lists(['sandmle-task', 'authors-open']).map((one) =>
    one.table === 'invite' ? { ...one, words: [...one.words, 'other'] } : one,
  )
  await expect(writeClosedLists(owner, shorter)).rejects.toThrow(/pack_layout/)
  expect(await constraints()).toEqual(before)
})

test('a constraint that is missing comes back under its name, and a second pass does nothing', async () => {
  await owner.query('alter table pack drop constraint pack_layout')
  await writeClosedLists(owner, lists(['sandmle-task', 'authors-open', 'flat']))
  await expect(addPack('steep')).rejects.toThrow(/pack_layout/)
  const before = await constraints()
  await writeClosedLists(owner, lists(['sandmle-task', 'authors-open', 'flat']))
  expect(await constraints()).toEqual(before)
})
