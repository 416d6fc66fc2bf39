import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Dna } from '#lib/domain/artefacts/dna.ts'
import { sha256 } from '#lib/packs/digest.ts'
import type { ServiceContext } from '#lib/services/context.ts'
import { failSeedUpload } from '#lib/services/seeds/fail-seed-upload.ts'
import { getSeed } from '#lib/services/seeds/get-seed.ts'
import { getSeedUpload } from '#lib/services/seeds/get-seed-upload.ts'
import { type ImportSeedsInput, importSeeds } from '#lib/services/seeds/import-seeds.ts'
import { listSeeds } from '#lib/services/seeds/list-seeds.ts'
import { stageSeedUpload } from '#lib/services/seeds/stage-seed-upload.ts'
import { openTestServices, SYSTEM, type TestServices } from '#lib/services/services.fixture.ts'

let world: TestServices
let ctx: ServiceContext
beforeAll(async () => {
  world = await openTestServices()
  ctx = world.as(await world.user('researcher'))
})
afterAll(() => world.close())

const dna: Dna = {
  v: 1,
  modality: 'tabular',
  task: 'binary',
  metric: 'auc',
  nTrain: 10,
  nTest: 5,
  classes: 2,
  joinDepth: 0,
  columnTypes: { numeric: 2, categorical: 0, date: 0, text: 0, path: 0 },
  cardinality: 0,
  missingRate: 0,
  imbalance: 0.5,
  groups: false,
  time: false,
  mechanismPrior: {},
  difficulty: 1,
  family: null,
}
const seed = (slug: string, content = slug): ImportSeedsInput['seeds'][number] => ({
  dna,
  parsed: {
    folder: slug,
    slug,
    title: `Seed ${slug}`,
    modality: 'tabular',
    taskType: 'binary',
    metric: 'auc',
    direction: 'maximize',
    target: 'y',
    idColumn: 'id',
    description: '# Seed',
    source: 'test',
    licence: 'CC0-1.0',
    attribution: '',
    evalOverlap: null,
    files: [{ path: 'train.csv', bytes: 7, sha256: sha256(content) }],
    contentHash: sha256(`seed ${content}`),
  },
})
async function staged(): Promise<string> {
  const upload = await stageSeedUpload({
    ctx,
    input: { blob: sha256('zip'), bytes: 3, filename: 'seeds.zip' },
  })
  await world.database.db.seedUpload.update({ where: { id: upload.id }, data: { status: 'reading' } })
  return upload.id
}
const read = async (seeds: ImportSeedsInput['seeds'], over: object = {}) =>
  importSeeds({
    ctx: world.as(SYSTEM),
    input: { uploadId: await staged(), seeds, refused: [], warnings: [], ...over },
  })

test('an upload is staged and wakes a worker; nothing is read in the request', async () => {
  const upload = await stageSeedUpload({
    ctx,
    input: { blob: sha256('x'), bytes: 3, filename: 'a.zip', allowEvalOverlap: true },
  })
  expect(upload).toMatchObject({ status: 'queued', report: null })
  expect(world.jobs.at(-1)).toEqual({ queue: 'seed.import', id: upload.id })
  const audit = await world.database.db.audit.findFirst({ where: { entityId: upload.id } })
  expect(audit?.detail).toMatchObject({ allowEvalOverlap: true })
  await expect(
    stageSeedUpload({ ctx, input: { blob: sha256('x'), bytes: 3, filename: 'a.zip', bundled: true } }),
  ).rejects.toMatchObject({ code: 'forbidden' })
})

test('the same content is in the library once, whatever its name', async () => {
  const first = await read([seed('one')])
  expect(first.report?.imported).toMatchObject([{ slug: 'one' }])
  const second = await read([seed('other-name', 'one'), seed('two')])
  expect(second.report?.present).toMatchObject([{ slug: 'one', folder: 'other-name' }])
  expect(second.report?.imported).toMatchObject([{ slug: 'two' }])
})

test('two seeds of one name stay apart', async () => {
  const { report } = await read([seed('twin', 'a'), seed('twin', 'b')])
  expect(report?.imported.map((one) => one.slug)).toEqual(['twin', 'twin-2'])
  expect(await getSeed({ ctx, input: { id: 'twin-2' } })).toMatchObject({
    title: 'Seed twin',
    files: [{ path: 'train.csv' }],
    dna: { v: 1 },
  })
})

test('an archive without a usable seed ends as failed, with the reasons', async () => {
  const refused = [{ folder: 'x', file: 'test.csv', reason: 'test.csv is missing.', fix: 'Add it.' }]
  expect(await read([], { refused })).toMatchObject({ status: 'failed', report: { refused } })
})

test('a worker that lost the upload writes nothing', async () => {
  const uploadId = await staged()
  await expect(
    importSeeds({
      ctx: world.as(SYSTEM),
      input: { uploadId, attempt: 7, seeds: [seed('lost')], refused: [], warnings: [] },
    }),
  ).rejects.toMatchObject({ code: 'conflict' })
  expect((await listSeeds({ ctx, input: { search: 'lost' } })).seeds).toEqual([])
  expect(await failSeedUpload({ ctx: world.as(SYSTEM), input: { uploadId, error: 'x', attempt: 7 } })).toBe(
    false,
  )
  expect(await failSeedUpload({ ctx: world.as(SYSTEM), input: { uploadId, error: 'Not a zip.' } })).toBe(true)
  expect(await getSeedUpload({ ctx, input: { id: uploadId } })).toMatchObject({
    status: 'failed',
    error: 'Not a zip.',
  })
})

test('the list searches and filters', async () => {
  const found = await listSeeds({ ctx, input: { search: 'TWIN', modality: 'tabular' } })
  expect(found.seeds).toHaveLength(2)
  expect((await listSeeds({ ctx, input: { modality: 'image' } })).seeds).toEqual([])
  expect(found.uploads.length).toBeGreaterThan(3)
  const first = await listSeeds({ ctx, input: { search: 'twin', limit: 1 } })
  const second = await listSeeds({ ctx, input: { search: 'twin', limit: 1, after: first.next } })
  expect([...first.seeds, ...second.seeds].map((seed) => seed.id)).toEqual(
    found.seeds.slice(0, 2).map((seed) => seed.id),
  )
})
