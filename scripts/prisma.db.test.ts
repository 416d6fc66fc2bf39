import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '#lib/db/test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.drop())

function prisma(args: string[], cwd = process.cwd()) {
  const env = { ...process.env, DATABASE_URL: database.ownerUrl }
  return spawnSync(process.execPath, [join(process.cwd(), 'scripts/prisma.mjs'), ...args], {
    cwd,
    env,
    encoding: 'utf8',
  })
}

test('the migrations give exactly the schema', () => {
  const diff = prisma([
    'migrate',
    'diff',
    '--from-migrations',
    'prisma/migrations',
    '--to-schema',
    'prisma/schema.prisma',
    '--exit-code',
  ])
  expect(diff.stdout).toContain('No difference detected')
  expect(diff.status).toBe(0)
})

test('a migrated database is up to date, and deploying again changes nothing', () => {
  expect(prisma(['migrate', 'status']).stdout).toContain('up to date')
  expect(prisma(['migrate', 'deploy']).stdout).toContain('No pending migrations')
})

test('a failing script leaves nothing behind, and a function body is one statement', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandmle-prisma-'))
  mkdirSync(join(folder, 'sql'))
  const execute = (name: string, sql: string) => {
    const file = join(folder, 'sql', `${name}.sql`)
    writeFileSync(file, sql)
    return prisma(['db', 'execute', '--file', file])
  }
  try {
    const body =
      'create function twice(n int) returns int language plpgsql as $$ begin n := n * 2; return n; end $$;'
    expect(execute('good', body).status).toBe(0)
    expect((await database.pool.query('select twice(21) as n')).rows).toEqual([{ n: 42 }])
    expect(execute('bad', 'create table half (n int); select nothing_here;').status).not.toBe(0)
    expect((await database.pool.query("select to_regclass('half') as t")).rows).toEqual([{ t: null }])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
