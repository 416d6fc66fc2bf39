import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { startOf } from '#lib/processes/start-of.mjs'
import {
  lastWords,
  postgresStatus,
  startPostgres,
  stopPostgres,
  watchPostgres,
} from '#scripts/embedded-postgres.mjs'
import { withClient } from '#scripts/setup/database.mjs'

const home = mkdtempSync(join(tmpdir(), 'sandmle-pg-'))
afterAll(() => {
  stopPostgres({ home })
  rmSync(home, { recursive: true, force: true })
})

const start = () => startPostgres({ home, throwaway: true })
const one = (url: string, sql: string) =>
  withClient(url, async (client: { query(text: string): Promise<{ rows: Record<string, unknown>[] }> }) => {
    const { rows } = await client.query(sql)
    return rows[0]
  })

describe('the embedded server', () => {
  test('starts on loopback alone, twice is once, and knows its two roles', async () => {
    const first = await start()
    expect(await start()).toEqual(first)
    expect(await one(first.superUrl, "select current_setting('listen_addresses') as a")).toEqual({
      a: '127.0.0.1',
    })
    expect(await one(first.appUrl, 'select current_user as who')).toEqual({ who: 'sandmle_app' })
    expect(
      await one(
        first.superUrl,
        "select rolsuper or rolcreaterole as strong from pg_roles where rolname = 'sandmle_owner'",
      ),
    ).toEqual({ strong: false })
  })

  test('keeps its data over a stop', async () => {
    const { ownerUrl, port } = await start()
    await one(ownerUrl, 'create table kept as select 7 as n')
    expect(stopPostgres({ home })).toBe(true)
    expect(postgresStatus({ home }).running).toBe(false)
    expect(await one((await start()).ownerUrl, 'select n from kept')).toEqual({ n: 7 })
    expect(postgresStatus({ home }).port).toBe(port)
  })

  test('one that is frozen is noticed, ended and started again, with its data', {
    timeout: 90_000,
  }, async () => {
    const { ownerUrl } = await start()
    await one(ownerUrl, 'create table before_the_frost as select 9 as n')
    const told: string[] = []
    const isUp = watchPostgres({ home, stuckMs: 1500 }, () => told.push('stuck'))
    const pid = Number(readFileSync(join(home, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])
    await expect.poll(isUp, { interval: 100 }).toBe(true)
    process.kill(pid, 'SIGSTOP')
    await expect.poll(isUp, { interval: 100, timeout: 20_000 }).toBe(false)
    expect(told).toEqual(['stuck'])
    await start()
    expect(await one(ownerUrl, 'select n from before_the_frost')).toEqual({ n: 9 })
    await expect.poll(isUp, { interval: 100 }).toBe(true)
  })

  test('starts again beside frozen processes of a server that died', async () => {
    const { superUrl } = await start()
    const client = new pg.Client({ connectionString: superUrl })
    client.on('error', () => undefined)
    await client.connect()
    const { rows } = await client.query('select pg_backend_pid() as pid')
    process.kill(rows[0].pid, 'SIGSTOP')
    process.kill(
      Number(readFileSync(join(home, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]),
      'SIGKILL',
    )
    await expect.poll(() => postgresStatus({ home }).running).toBe(false)
    try {
      expect(await one((await start()).ownerUrl, 'select n from kept')).toEqual({ n: 7 })
      expect(startOf(rows[0].pid)).toBeNull()
    } finally {
      if (startOf(rows[0].pid) !== null) process.kill(rows[0].pid, 'SIGKILL')
      await client.end()
    }
  })

  test('says why it did not start, without a place of the machine', () => {
    const log = join(home, 'told.log')
    writeFileSync(
      log,
      'UTC [7] LOG:  starting\nUTC [7] FATAL:  could not open "/var/x/postgres/y": no\nUTC [7] LOG:  down\n',
    )
    expect(lastWords(log)).toBe('could not open a file: no')
    expect(lastWords(join(home, 'none.log'))).toBe('its log says no reason.')
  })

  test('recovers after the server was killed', async () => {
    await start()
    process.kill(
      Number(readFileSync(join(home, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]),
      'SIGKILL',
    )
    await expect.poll(() => postgresStatus({ home }).running).toBe(false)
    expect(await one((await start()).ownerUrl, 'select n from kept')).toEqual({ n: 7 })
  })
})
