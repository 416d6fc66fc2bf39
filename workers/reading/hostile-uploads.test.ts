import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isAppError } from '#lib/domain/errors.ts'
import { log } from '#lib/log.ts'
import { readArchive } from '#lib/packs/read-archive.ts'
import { watchTurns } from '#lib/processor-time.fixture.ts'
import { openBlobStore } from '#lib/storage/open-blob-store.ts'
import {
  COSTLY_ARCHIVES,
  LOGS,
  logUpload,
  PLAIN_ARCHIVES,
  SEEDS,
  seedUpload,
  UNREAD_FILES,
} from '#workers/reading/hostile-archives.fixture.ts'
import { readLogsApart } from '#workers/reading/read-logs-apart.ts'
import { readSeedsApart } from '#workers/reading/read-seeds-apart.ts'

/** The longest turn of the event loop that this process, as a worker, may take, in processor time. */
const BLOCKED_MS = 1000
/** What reading may leave in this process, however large the file was. */
const GROWN_MIB = 160

let dir = ''
let blobs: ReturnType<typeof openBlobStore>
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hostile-'))
  blobs = openBlobStore(dir)
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const deps = () => ({ blobs, log, stopping: new AbortController().signal })

/** Stores an upload, then reads it as a worker does, while its event loop and its memory are watched. */
async function watched<T>(content: Uint8Array, read: (blob: string) => Promise<T>) {
  const { sha256 } = await blobs.put(content)
  const before = process.memoryUsage.rss()
  const longestTurn = watchTurns()
  const result = await read(sha256).then(
    (value) => ({ value, error: null }),
    (error: unknown) => ({ value: null, error: isAppError(error) ? error.publicMessage : String(error) }),
  )
  expect(longestTurn()).toBeLessThan(BLOCKED_MS)
  expect((process.memoryUsage.rss() - before) / 2 ** 20).toBeLessThan(GROWN_MIB)
  return result
}
const SEED_OPTIONS = { allowEvalOverlap: false, archive: 'upload.zip' }
const LOG_OPTIONS = { filename: 'upload.zip', name: null, uploadName: 'upload', x: null }
const readSeeds = (content: Uint8Array) =>
  watched(content, async (blob) => readSeedsApart(deps(), await blobs.fileOf(blob), SEED_OPTIONS))
const readLogs = (content: Uint8Array) =>
  watched(content, async (blob) => {
    const runs: string[] = []
    const refused: string[] = []
    for await (const part of readLogsApart(deps(), blob, LOG_OPTIONS)) {
      for await (const run of part.runs) runs.push(run.name)
      refused.push(...part.refused.map(({ file, message }) => `${file}: ${message}`))
    }
    return { runs, refused }
  })

/** Why an archive is refused by what both kinds of upload are opened with. */
const refusalOf = (content: Uint8Array): Promise<string> =>
  readArchive(content).then(
    () => 'it was taken',
    (error: unknown) => (isAppError(error) ? error.publicMessage : `a fault: ${error}`),
  )

const TIMEOUT = { timeout: 180_000 }

describe('an archive that is wrong', () => {
  test.each(PLAIN_ARCHIVES)('as both: %s', async (_name, bad, whole) => {
    expect(await refusalOf(seedUpload(bad))).toMatch(whole ?? /no reason/)
    expect(await refusalOf(logUpload(bad))).toMatch(whole ?? /no reason/)
  })

  test.each(COSTLY_ARCHIVES)('as seeds: %s', TIMEOUT, async (_name, bad, whole) => {
    const { value, error } = await readSeeds(seedUpload(bad))
    if (whole !== null) expect(error).toMatch(whole)
    else expect(value?.seeds.map(({ parsed }) => parsed.folder)).toEqual(['good'])
  })

  test.each(COSTLY_ARCHIVES)('as logs: %s', TIMEOUT, async (_name, bad, whole) => {
    const { value, error } = await readLogs(logUpload(bad))
    if (whole !== null) expect(error).toMatch(whole)
    else expect(value?.runs).toEqual(['good'])
  })

  test.each(UNREAD_FILES)(
    '%s: refused by name, and what lies beside it is read',
    TIMEOUT,
    async (_name, bad, reason) => {
      const seeds = await readSeeds(seedUpload(bad))
      expect(seeds.error).toBeNull()
      expect(seeds.value?.seeds.map(({ parsed }) => parsed.folder)).toEqual(['good'])
      expect(seeds.value?.refused.map(({ file, reason }) => `${file} ${reason}`).join()).toMatch(reason)
      const logs = await readLogs(logUpload(bad))
      expect(logs.error).toBeNull()
      expect(logs.value?.runs).toEqual(['good'])
      expect(logs.value?.refused.join()).toMatch(reason)
    },
  )

  test.each([
    ['cut off', seedUpload([]).subarray(0, 200)],
    ['without its directory', Buffer.concat([seedUpload([]).subarray(0, 100), Buffer.alloc(2 ** 20)])],
    ['nothing', new Uint8Array([0x50, 0x4b, 3, 4])],
  ])('as both: %s', TIMEOUT, async (_name, content) => {
    expect((await readSeeds(content)).error).toMatch(/not a readable zip/)
    expect((await readLogs(content)).error).toMatch(/not a readable zip/)
  })
})

describe('a folder that is wrong beside a good one', () => {
  test.each(SEEDS)('as a seed: %s', TIMEOUT, async (_name, bad, reason) => {
    const { value, error } = await readSeeds(seedUpload(bad()))
    expect(error).toBeNull()
    const folders = value?.seeds.map(({ parsed }) => parsed.folder)
    if (reason === null) expect(folders).toContain('good')
    else {
      expect(folders).toEqual(['good'])
      expect(value?.refused[0]).toMatchObject({ folder: 'bad', reason: expect.stringMatching(reason) })
      expect(value?.refused.length).toBeLessThanOrEqual(21)
      for (const { folder } of value?.refused ?? []) expect(folder).toBe('bad')
      expect(value?.refused[0]?.fix).toMatch(/\w+ .+\./)
    }
  })

  test.each(LOGS)('as a log: %s', TIMEOUT, async (_name, bad) => {
    const { value, error } = await readLogs(logUpload(bad()))
    expect(error).toBeNull()
    expect(value?.runs.some((name) => name.includes('good'))).toBe(true)
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('polluted')
  })
})

test(
  'twenty thousand folders of seeds are found at once, and no more are read than an upload may hold',
  TIMEOUT,
  async () => {
    const bad = Array.from({ length: 19_990 }, (_, n) => ({
      name: `f${n}/train.csv`,
      content: 'a\n1\n',
      method: 0,
    }))
    const { value } = await readSeeds(seedUpload(bad))
    expect(value?.refused.length).toBeLessThanOrEqual(201)
    expect(value?.refused.some(({ reason }) => reason.includes('task folders'))).toBe(true)
  },
)
