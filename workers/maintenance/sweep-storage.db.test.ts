import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '#lib/db/test-database.ts'
import { log } from '#lib/log.ts'
import { openBlobStore } from '#lib/storage/open-blob-store.ts'
import { sweepStorage } from '#workers/maintenance/sweep-storage.ts'

const HOUR = 3_600_000
let database: TestDatabase
let dir = ''
let blobs: ReturnType<typeof openBlobStore>
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sweep-'))
  blobs = openBlobStore(dir)
  return () => rm(dir, { recursive: true, force: true })
})
const bytes = (text: string) => new TextEncoder().encode(text)
const fileOf = (sha256: string) => join(dir, sha256.slice(0, 2), sha256)
const age = async (path: string, hours: number) => {
  const at = new Date(Date.now() - hours * HOUR)
  await utimes(path, at, at)
}
async function oldBlob(text: string, hours = 25) {
  const { sha256 } = await blobs.put(bytes(text))
  await age(fileOf(sha256), hours)
  return sha256
}
const sweep = () => sweepStorage({ db: database.db, blobs, log }, new Date())
async function stepWith(outputBlob: string): Promise<void> {
  const words = { modality: 'tabular', taskType: 'binary', metric: 'auc', direction: 'maximize' } as const
  const texts = { title: 't', description: 'd', source: 's', licence: 'l', uploadedBy: 'a' }
  const seed = await database.db.seed.create({
    data: { slug: randomUUID(), contentHash: randomUUID(), dna: {}, files: [], ...words, ...texts },
  })
  const run = await database.db.run.create({
    data: { name: 'r', request: {}, idempotencyKey: randomUUID(), createdBy: 'a' },
  })
  const { id } = await database.db.candidate.create({ data: { runId: run.id, ordinal: 0, seedId: seed.id } })
  await database.db.step.create({
    data: {
      candidateId: id,
      role: 'ml-developer',
      repair: 0,
      player: 'builtin',
      inputHash: 'h',
      status: 'succeeded',
      outputBlob,
      durationMs: 1,
    },
  })
}
const inTmp = () => readdir(join(dir, 'tmp')).catch(() => [])

test('what a killed upload left is removed after an hour, and not before', async () => {
  await blobs.put(bytes('makes the folder'))
  await writeFile(join(dir, 'tmp/dead'), Buffer.alloc(20 * 2 ** 20))
  await writeFile(join(dir, 'tmp/alive'), 'xx')
  await age(join(dir, 'tmp/dead'), 2)
  expect(await sweep()).toEqual({ files: 1, bytes: 20 * 2 ** 20 })
  expect(await inTmp()).toEqual(['alive'])
})

test('a blob without a reference goes after a day; one with a row stays, however old it is', async () => {
  const held = await oldBlob('held', 1000)
  await database.db.blob.create({ data: { sha256: held, bytes: 4n } })
  const [lost, young] = [await oldBlob('lost'), await oldBlob('young', 23)]
  expect(await sweep()).toEqual({ files: 1, bytes: 4 })
  expect([held, lost, young].map((one) => existsSync(fileOf(one)))).toEqual([true, false, true])
  expect(await inTmp()).toEqual([])
})

test('files that only the output of a step names stay', async () => {
  const file = await oldBlob('generate.py')
  const output = await oldBlob(
    JSON.stringify({ files: { 'judge/generate.py': { sha256: file, bytes: 11 } } }),
  )
  await stepWith(output)
  await sweep()
  expect([file, output].map((one) => existsSync(fileOf(one)))).toEqual([true, true])
})

test('a blob that is put again while it is swept is whole and stays', async () => {
  const sha256 = await oldBlob('again')
  await blobs.sweep({
    now: new Date(),
    unfinishedMs: HOUR,
    unreferencedMs: 24 * HOUR,
    referenced: async () => {
      await blobs.put(bytes('again'))
      return new Set()
    },
  })
  expect(new TextDecoder().decode(await blobs.get(sha256))).toBe('again')
})

test('what a sweep that died had moved away comes back where something refers to it', async () => {
  const sha256 = await oldBlob('moved')
  await database.db.blob.create({ data: { sha256, bytes: 5n } })
  const away = join(dir, 'tmp', `swept-${sha256}`)
  await writeFile(away, 'moved')
  await age(away, 30)
  await rm(fileOf(sha256))
  await sweep()
  expect(new TextDecoder().decode(await blobs.get(sha256))).toBe('moved')
})

test('two sweeps at once and an empty store do no harm', async () => {
  expect(await sweep()).toEqual({ files: 0, bytes: 0 })
  for (let n = 0; n < 20; n++) await oldBlob(`lost ${n}`)
  const done = await Promise.all([sweep(), sweep()])
  expect(done[0].files + done[1].files).toBe(20)
})
