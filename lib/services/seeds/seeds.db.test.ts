import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256 } from '#lib/packs/digest.ts'
import type { ServiceContext } from '#lib/services/context.ts'
import { startRun } from '#lib/services/runs/start-run.ts'
import { archiveSeed } from '#lib/services/seeds/archive-seed.ts'
import { failSeedUpload } from '#lib/services/seeds/fail-seed-upload.ts'
import { getSeed } from '#lib/services/seeds/get-seed.ts'
import { getSeedUpload } from '#lib/services/seeds/get-seed-upload.ts'
import { type ImportSeedsInput, importSeeds } from '#lib/services/seeds/import-seeds.ts'
import { listSeeds } from '#lib/services/seeds/list-seeds.ts'
import { openSeedFile } from '#lib/services/seeds/open-seed-file.ts'
import { readSeed } from '#lib/services/seeds/read-seed.fixture.ts'
import { renameSeed } from '#lib/services/seeds/rename-seed.ts'
import { restoreSeed } from '#lib/services/seeds/restore-seed.ts'
import { stageSeedUpload } from '#lib/services/seeds/stage-seed-upload.ts'
import { openTestServices, SYSTEM, type TestServices } from '#lib/services/services.fixture.ts'

let world: TestServices
let ctx: ServiceContext
beforeAll(async () => {
  world = await openTestServices()
  ctx = world.as(await world.user('researcher'))
})
afterAll(() => world.close())

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
  const first = await read([readSeed('one')])
  expect(first.report?.imported).toMatchObject([{ slug: 'one' }])
  const second = await read([readSeed('other-name', 'one'), readSeed('two')])
  expect(second.report?.present).toMatchObject([{ slug: 'one', folder: 'other-name' }])
  expect(second.report?.imported).toMatchObject([{ slug: 'two' }])
})

test('two seeds of one name stay apart', async () => {
  const { report } = await read([readSeed('copy', 'a'), readSeed('copy', 'b')])
  expect(report?.imported.map((one) => one.slug)).toEqual(['copy', 'copy-2'])
  expect(await getSeed({ ctx, input: { id: 'copy-2' } })).toMatchObject({
    title: 'Seed copy',
    files: [{ path: 'train.csv' }],
    dna: { v: 1 },
  })
})

test('an archive without a usable seed ends as failed, with the reasons', async () => {
  const refused = [{ folder: 'x', file: 'test.csv', reason: 'test.csv is missing.', fix: 'Add it.' }]
  expect(await read([], { refused })).toMatchObject({ status: 'failed', report: { refused } })
})

test('an upload that ends while the library is read is never told before its seeds', async () => {
  let reads = 0
  const db = ctx.db.$extends({
    query: {
      $allModels: {
        async findMany({ args, query }) {
          const found = await query(args)
          if (reads++ === 0) await read([readSeed('between')])
          return found
        },
      },
    },
  })
  const { seeds, uploads } = await listSeeds({ ctx: { ...ctx, db } })
  const told = uploads.some(({ report }) => report?.imported.some(({ slug }) => slug === 'between'))
  expect(told && !seeds.some(({ slug }) => slug === 'between')).toBe(false)
  expect(seeds.map(({ slug }) => slug)).toContain('between')
})

test('a worker that lost the upload writes nothing', async () => {
  const uploadId = await staged()
  await expect(
    importSeeds({
      ctx: world.as(SYSTEM),
      input: { uploadId, attempt: 7, seeds: [readSeed('lost')], refused: [], warnings: [] },
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
  const found = await listSeeds({ ctx, input: { search: 'COPY', modality: 'tabular' } })
  expect(found.seeds).toHaveLength(2)
  expect((await listSeeds({ ctx, input: { modality: 'image' } })).seeds).toEqual([])
  expect(found.uploads.length).toBeGreaterThan(3)
  const first = await listSeeds({ ctx, input: { search: 'copy', limit: 1 } })
  const second = await listSeeds({ ctx, input: { search: 'copy', limit: 1, after: first.next ?? undefined } })
  expect([...first.seeds, ...second.seeds].map((seed) => seed.id)).toEqual(
    found.seeds.slice(0, 2).map((seed) => seed.id),
  )
})

test('a seed is put away and taken back, once each in the record, and starts nothing meanwhile', async () => {
  const { report } = await read([readSeed('attic')])
  const id = report?.imported[0]?.seedId ?? ''
  const slugs = async (input: object) => (await listSeeds({ ctx, input })).seeds.map(({ slug }) => slug)
  const start = () =>
    startRun({ ctx, input: { seeds: ['attic'], candidates: 1, idempotencyKey: randomUUID() } })
  for (let twice = 0; twice < 2; twice++)
    expect(await archiveSeed({ ctx, input: { id: 'attic' } })).toMatchObject({ id, status: 'archived' })
  expect(await slugs({ search: 'attic' })).toEqual([])
  expect(await slugs({ search: 'attic', archived: 'true' })).toEqual(['attic'])
  expect(await getSeed({ ctx, input: { id } })).toMatchObject({ status: 'archived' })
  const again = await read([readSeed('attic')])
  expect(again.report?.warnings[0]?.message).toMatch(/archived; restore/)
  await expect(start()).rejects.toMatchObject({
    publicMessage: expect.stringMatching(/seed attic is archived.*Restore it/),
  })
  expect(await restoreSeed({ ctx, input: { id } })).toMatchObject({ status: 'ready' })
  expect(await slugs({ search: 'attic' })).toEqual(['attic'])
  expect((await start()).id).toBeTruthy()
  const audit = await world.database.db.audit.findMany({ where: { entityId: id }, orderBy: { id: 'asc' } })
  expect(audit.map(({ verb }) => verb)).toEqual(['seed.import', 'seed.archive', 'seed.restore'])
  await expect(archiveSeed({ ctx, input: { id: 'nobody' } })).rejects.toMatchObject({ code: 'not-found' })
})

test('no run names a seed that is archived, by slug, by id or among others', async () => {
  const { report } = await read([readSeed('shed'), readSeed('loft'), readSeed('yard')])
  const [shed = ''] = (report?.imported ?? []).map(({ seedId }) => seedId)
  const start = (seeds: string[]) =>
    startRun({ ctx, input: { seeds, candidates: 3, idempotencyKey: randomUUID() } })
  const refusal = (message: RegExp) => ({
    code: 'precondition',
    publicMessage: expect.stringMatching(message),
  })
  await archiveSeed({ ctx, input: { id: 'shed' } })
  await expect(start([shed])).rejects.toMatchObject(refusal(/^The seed shed is archived.*Restore it first/))
  await expect(start(['yard', 'shed'])).rejects.toMatchObject(refusal(/seed shed is archived/))
  await archiveSeed({ ctx, input: { id: 'loft' } })
  await expect(start(['shed', 'yard', 'loft'])).rejects.toMatchObject(
    refusal(/^The seeds loft, shed are archived.*Restore them first/),
  )
  expect((await start(['yard'])).id).toBeTruthy()
  await restoreSeed({ ctx, input: { id: 'shed' } })
  expect((await start([shed, 'yard'])).id).toBeTruthy()
})

test('a seed has another title, under the same slug', async () => {
  await read([readSeed('plain')])
  const renamed = await renameSeed({ ctx, input: { id: 'plain', title: '  Hop yields ' } })
  expect(renamed).toMatchObject({ slug: 'plain', title: 'Hop yields' })
  await renameSeed({ ctx, input: { id: renamed.id, title: 'Hop yields' } })
  expect((await listSeeds({ ctx, input: { search: 'hop' } })).seeds.map(({ slug }) => slug)).toEqual([
    'plain',
  ])
  expect(await world.database.db.audit.count({ where: { verb: 'seed.rename', entityId: renamed.id } })).toBe(
    1,
  )
  await expect(renameSeed({ ctx, input: { id: 'plain', title: 'x' } })).rejects.toThrow(/title/)
})

test('a file of a seed is found by its path, and no other', async () => {
  await read([readSeed('opened')])
  const file = await openSeedFile({ ctx, input: { id: 'opened', path: 'train.csv' } })
  expect(file).toEqual({ path: 'train.csv', bytes: 7, sha256: sha256('opened') })
  for (const path of ['test.csv', '../train.csv', 'train.csv/', 'TRAIN.csv'])
    await expect(openSeedFile({ ctx, input: { id: 'opened', path } })).rejects.toMatchObject({
      code: 'not-found',
    })
})
