import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '#lib/db/test-database.ts'
import { hashSecret } from '#lib/services/people/secrets.ts'
import { firstAccess } from '#scripts/setup/first-access.ts'

let database: TestDatabase
const home = mkdtempSync(join(tmpdir(), 'sandmle-access-'))
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(async () => {
  await database.drop()
  rmSync(home, { recursive: true })
})

const open = () => firstAccess({ databaseUrl: database.appUrl, home, url: 'http://127.0.0.1:3000' })
const localFile = () =>
  JSON.parse(readFileSync(join(home, 'local.json'), 'utf8')) as { url: string; token: string }

test('the first start makes an owner token for 72 hours and a token for the command line', async () => {
  const token = await open()
  const invite = await database.db.invite.findUnique({ where: { tokenHash: hashSecret(token ?? '') } })
  const hours = (Number(invite?.expiresAt) - Date.now()) / 3_600_000
  expect(hours).toBeGreaterThan(71.9)
  expect(hours).toBeLessThan(72.1)
  expect(localFile().url).toBe('http://127.0.0.1:3000')
  expect(
    await database.db.apiToken.count({ where: { tokenHash: hashSecret(localFile().token), scope: 'owner' } }),
  ).toBe(1)
  expect(statSync(join(home, 'local.json')).mode & 0o777).toBe(0o600)
})

test('a second start keeps the command line token; an older owner link stops working', async () => {
  const before = localFile().token
  await open()
  expect(localFile().token).toBe(before)
  expect(await database.db.invite.count({ where: { kind: 'owner', redeemedAt: null } })).toBe(1)
})

test('with an owner there is no owner token', async () => {
  await database.db.user.create({ data: { id: 'o', name: 'O', email: 'o@example.org', role: 'owner' } })
  expect(await open()).toBeNull()
})
