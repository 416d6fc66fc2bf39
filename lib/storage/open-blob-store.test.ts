import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openBlobStore } from '#lib/storage/open-blob-store.ts'

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'blobs-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const bytes = (text: string) => new TextEncoder().encode(text)
async function* pieces(...texts: string[]) {
  for (const text of texts) yield bytes(text)
}

test('bytes and the same bytes in pieces are one blob, read back whole and in pieces', async () => {
  const store = openBlobStore(dir)
  const whole = await store.put(bytes('hello world'))
  expect(await store.put(pieces('hello ', 'world'))).toEqual(whole)
  expect(whole).toEqual({
    sha256: 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
    bytes: 11,
  })
  expect(new TextDecoder().decode(await store.get(whole.sha256))).toBe('hello world')
  const read: Uint8Array[] = []
  for await (const piece of store.stream(whole.sha256)) read.push(piece)
  expect(Buffer.concat(read).toString()).toBe('hello world')
})

test('too many bytes leave nothing behind', async () => {
  const store = openBlobStore(dir)
  await expect(store.put(pieces('1234', '5678'), 6)).rejects.toMatchObject({ code: 'limit' })
  expect(await readdir(join(dir, 'tmp'))).toEqual([])
})

test('a stream that breaks leaves nothing behind', async () => {
  const store = openBlobStore(dir)
  async function* broken() {
    yield bytes('half')
    throw new Error('client went away')
  }
  await expect(store.put(broken())).rejects.toThrow('client went away')
  expect(await readdir(join(dir, 'tmp'))).toEqual([])
})

test('a damaged blob is refused, a missing one named, a path is not a name', async () => {
  const store = openBlobStore(dir)
  const { sha256 } = await store.put(bytes('true'))
  await writeFile(join(dir, sha256.slice(0, 2), sha256), 'false')
  await expect(store.get(sha256)).rejects.toMatchObject({ code: 'internal' })
  await expect(store.get('0'.repeat(64))).rejects.toMatchObject({ code: 'not-found' })
  await expect(store.get('../../etc/passwd')).rejects.toMatchObject({ code: 'invalid' })
  expect(await store.has(sha256)).toBe(true)
})
