import { spawnSync } from 'node:child_process'
import { mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
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

describe('a disk without room', () => {
  const failing = (code: string) => {
    const disk = { isFull: true }
    return {
      disk,
      /** A disk that refuses at the lowest level, in the middle of a write. */
      async openFile(path: string, flags: string, mode: number) {
        const handle = await open(path, flags, mode)
        const whole = handle.writeFile.bind(handle)
        handle.writeFile = async (...args) => {
          if (disk.isFull) throw Object.assign(new Error(`${code}: write`), { code })
          return whole(...args)
        }
        return handle
      },
    }
  }

  test.each(['ENOSPC', 'EDQUOT'])(
    '%s refuses with the reason, leaves nothing, and heals by itself',
    async (code) => {
      const { disk, openFile } = failing(code)
      const store = openBlobStore(dir, { openFile })
      expect(await store.room()).toMatchObject({ state: 'ok', freeBytes: expect.any(Number) })
      const refused = {
        code: 'unavailable',
        meta: { part: 'storage' },
        publicMessage: expect.stringContaining(code),
      }
      await expect(store.put(bytes('hello'))).rejects.toMatchObject(refused)
      expect(await readdir(join(dir, 'tmp'))).toEqual([])
      // Free bytes say nothing of a quota: only a write that goes well ends it.
      expect(await store.room()).toMatchObject({ state: 'full', reason: expect.stringContaining(code) })
      disk.isFull = false
      expect(await store.room()).toMatchObject({ state: 'ok' })
      expect((await store.put(bytes('hello'))).bytes).toBe(5)
    },
  )

  test('below the low water nothing of an upload is read', async () => {
    const store = openBlobStore(dir, { lowWaterBytes: 2 ** 60 })
    let read = 0
    async function* upload() {
      read += 1
      yield bytes('x')
    }
    await expect(store.put(upload())).rejects.toMatchObject({
      code: 'unavailable',
      meta: { part: 'storage' },
    })
    expect(read).toBe(0)
    expect(await store.room()).toMatchObject({ state: 'full', reason: expect.stringMatching(/MiB are free/) })
  })

  test('a store that is not a folder is unusable, which waiting does not heal', async () => {
    const file = join(dir, 'file')
    await writeFile(file, '')
    expect(await openBlobStore(file).room()).toMatchObject({ state: 'unusable', freeBytes: null })
  })

  test('a real file system of one megabyte fills, refuses, and takes files again once there is room', async (context) => {
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', dir]).status === 0
    if (!mounted) return context.skip('only root may mount a small file system here')
    try {
      const store = openBlobStore(dir, { lowWaterBytes: 0 })
      const ballast = join(dir, 'ballast')
      await writeFile(ballast, new Uint8Array(900 * 1024))
      await expect(store.put(new Uint8Array(300 * 1024))).rejects.toMatchObject({ meta: { part: 'storage' } })
      expect(await readdir(join(dir, 'tmp'))).toEqual([])
      await rm(ballast)
      expect((await store.room()).state).toBe('ok')
      expect((await store.put(new Uint8Array(300 * 1024))).bytes).toBe(300 * 1024)
    } finally {
      spawnSync('umount', [dir])
    }
  })
})

test('a staged file is a blob once it is kept; what is dropped leaves nothing, not even of its equal', async () => {
  const store = openBlobStore(dir)
  const content = bytes('staged')
  const [kept, dropped] = [await store.stage(content), await store.stage(content)]
  expect(await store.has(kept.sha256)).toBe(false)
  await kept.keep()
  await dropped.drop()
  await kept.drop()
  expect(Buffer.from(await store.get(kept.sha256)).toString()).toBe('staged')
  expect(await readdir(join(dir, 'tmp'))).toEqual([])
  await expect(store.stage(content, 3)).rejects.toMatchObject({ code: 'limit' })
  expect(await readdir(join(dir, 'tmp'))).toEqual([])
})
