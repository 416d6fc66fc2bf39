import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openChannel } from '#lib/db/open-channel.ts'
import { openTestDatabase, type TestDatabase } from '#lib/db/test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.drop())

const CHANNEL = 'a "channel"'
const tell = (id: string) => database.pool.query('select pg_notify($1, $2)', [CHANNEL, id])
/** Connections of this database that listen. */
const listening = async (): Promise<number[]> => {
  const { rows } = await database.pool.query<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database() and query like 'LISTEN%'`,
  )
  return rows.map((row) => row.pid)
}

test('each listener hears of its own row, over one connection, until it stops', async () => {
  const channel = openChannel(database.appUrl, CHANNEL)
  const heard: string[] = []
  const ids = Array.from({ length: 5 }, () => randomUUID())
  const stops = await Promise.all(ids.map((id) => channel.listen(id, () => heard.push(id))))
  expect(await listening()).toHaveLength(1)
  await tell(ids[3] ?? '')
  await tell(ids[1] ?? '')
  await expect.poll(() => heard).toEqual([ids[3], ids[1]])
  stops[3]?.()
  await tell(ids[3] ?? '')
  await tell(ids[0] ?? '')
  // Notices of one sender arrive in order: once the last is here, the one before was not heard.
  await expect.poll(() => heard).toEqual([ids[3], ids[1], ids[0]])
  await channel.close()
  await expect.poll(listening).toEqual([])
})

test('a lost connection wakes all that listen, and the next listener makes a new one', async () => {
  const channel = openChannel(database.appUrl, CHANNEL)
  const [id, other] = [randomUUID(), randomUUID()]
  const woken = Promise.all(
    [id, other].map(
      (one) => new Promise<void>((resolve, reject) => channel.listen(one, resolve).catch(reject)),
    ),
  )
  await expect.poll(listening).toHaveLength(1)
  const [pid] = await listening()
  await database.pool.query('select pg_terminate_backend($1)', [pid])
  await woken
  const again = new Promise<void>((resolve, reject) =>
    channel.listen(id, resolve).then(() => tell(id), reject),
  )
  await again
  await channel.close()
})

test('where there is no server listening fails, and later succeeds', async () => {
  const nowhere = new URL(database.appUrl)
  nowhere.port = '1'
  const channel = openChannel(String(nowhere), CHANNEL)
  await expect(channel.listen('x', () => undefined)).rejects.toThrow('ECONNREFUSED')
  await expect(channel.listen('x', () => undefined)).rejects.toThrow('ECONNREFUSED')
  await channel.close()
})
