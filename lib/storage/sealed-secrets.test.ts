import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSecrets } from '#lib/storage/sealed-secrets.ts'

let home = ''
let file = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'secrets-'))
  file = join(home, 'keys', 'secrets')
})
afterEach(() => rm(home, { recursive: true, force: true }))
const refused = { code: 'precondition', publicMessage: expect.stringContaining('cannot be opened') }
const unusable = { code: 'precondition', publicMessage: expect.stringContaining('cannot be used') }

test('a sealed secret opens again, in another process too, and shows nothing of itself', async () => {
  const sealed = await openSecrets(home).seal('sk-live-1234567890 ü', 'connection-a')
  expect(sealed).not.toContain('1234567890')
  expect(Buffer.from(sealed.slice('sealed1.'.length), 'base64url').toString()).not.toContain('1234567890')
  expect(await openSecrets(home).seal('sk-live-1234567890 ü', 'connection-a')).not.toBe(sealed)
  expect(await openSecrets(home).open(sealed, 'connection-a')).toBe('sk-live-1234567890 ü')
})

test('it opens for no other row, with no other key, and with no byte changed', async () => {
  const secrets = openSecrets(home)
  const sealed = await secrets.seal('sk-live', 'a')
  await expect(secrets.open(sealed, 'b')).rejects.toMatchObject(refused)
  await expect(openSecrets(join(home, 'other')).open(sealed, 'a')).rejects.toMatchObject(refused)
  for (let at = 0; at < sealed.length; at++) {
    const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`
    const opened = await secrets.open(changed, 'a').catch((error: unknown) => error)
    // The last character may hold bits that stand for nothing: then the secret is the same.
    if (opened !== 'sk-live') expect(opened).toMatchObject(refused)
    else expect(at).toBe(sealed.length - 1)
  }
  for (const text of ['', 'sealed1.', 'sk-live'])
    await expect(secrets.open(text, 'a')).rejects.toMatchObject(refused)
})

test('the key is made once, for its user alone, however many ask at once', async () => {
  const sealed = await Promise.all([1, 2, 3, 4].map((n) => openSecrets(home).seal(`s${n}`, 'a')))
  const secrets = openSecrets(home)
  expect(await Promise.all(sealed.map((one) => secrets.open(one, 'a')))).toEqual(['s1', 's2', 's3', 's4'])
  expect(await readdir(join(home, 'keys'))).toEqual(['secrets'])
  expect((await stat(file)).mode & 0o777).toBe(0o600)
})

test('a file that is not a key, or that others may read, is refused and never replaced; repaired it counts', async () => {
  const secrets = openSecrets(home)
  const sealed = await secrets.seal('s', 'a')
  const key = await readFile(file, 'utf8')
  await writeFile(file, 'no key')
  const fresh = openSecrets(home)
  await expect(fresh.seal('s', 'a')).rejects.toMatchObject(unusable)
  expect(await readFile(file, 'utf8')).toBe('no key')
  await writeFile(file, key)
  await chmod(file, 0o644)
  await expect(fresh.open(sealed, 'a')).rejects.toMatchObject(unusable)
  await chmod(file, 0o600)
  expect(await fresh.open(sealed, 'a')).toBe('s')
})
