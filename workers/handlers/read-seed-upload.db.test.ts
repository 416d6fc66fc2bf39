import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Dna } from '#lib/domain/artefacts/dna.ts'
import { stageSeedUpload } from '#lib/services/seeds/stage-seed-upload.ts'
import { bundleSeeds } from '#workers/bundle-seeds.ts'
import type { Deps } from '#workers/deps.ts'
import { readSeedUpload } from '#workers/handlers/read-seed-upload.ts'
import { systemContext } from '#workers/system-context.ts'
import { openWorkerWorld, type WorkerWorld } from '#workers/worker-world.fixture.ts'

const SEEDS = fileURLToPath(new URL('../../seeds', import.meta.url))

let world: WorkerWorld
let database: WorkerWorld['database']
let deps: Deps
let dir = ''
beforeAll(async () => {
  world = await openWorkerWorld()
  database = world.database
  dir = world.dir
  deps = world.depsOf()
})
afterAll(() => world.close())

async function upload(content: Uint8Array): Promise<string> {
  const { sha256, bytes } = await deps.blobs.put(content)
  const input = { blob: sha256, bytes, filename: 'seeds.zip', bundled: true }
  return (await stageSeedUpload({ ctx: systemContext(deps, 'test'), input })).id
}
const uploadOf = (id: string) => database.db.seedUpload.findUniqueOrThrow({ where: { id } })

test('the bundled seeds become seed tasks with DNA and stored files', async () => {
  const bundle = await bundleSeeds(SEEDS)
  if (!bundle) throw new Error('no bundled seeds')
  const id = await upload(bundle.zip)
  await readSeedUpload(deps, id)
  expect((await uploadOf(id)).status).toBe('read')
  const seeds = await database.db.seed.findMany({ orderBy: { slug: 'asc' } })
  expect(seeds.map(({ slug }) => slug)).toEqual(bundle.folders)
  for (const seed of seeds) {
    expect(seed.bundled).toBe(true)
    expect(Dna.parse(seed.dna)).toMatchObject({
      modality: seed.modality,
      task: seed.taskType,
      metric: seed.metric,
    })
    for (const file of seed.files as { sha256: string }[])
      expect(await deps.blobs.has(file.sha256)).toBe(true)
  }
})

test('the same bundle has the same bytes, and a second upload adds nothing', async () => {
  const [first, second] = [await bundleSeeds(SEEDS), await bundleSeeds(SEEDS)]
  expect(second?.sha256).toBe(first?.sha256)
  const before = await database.db.seed.count()
  const id = await upload(first?.zip ?? new Uint8Array())
  await readSeedUpload(deps, id)
  expect(await database.db.seed.count()).toBe(before)
  expect(await uploadOf(id)).toMatchObject({ status: 'read', report: { imported: [] } })
})

test('an upload that is no archive fails with a reason', async () => {
  const id = await upload(new TextEncoder().encode('hello'))
  await readSeedUpload(deps, id)
  const { status, error } = await uploadOf(id)
  expect(status).toBe('failed')
  expect(error).toBeTruthy()
})

test('two workers read an upload once', async () => {
  const id = await upload(new TextEncoder().encode('not an archive either'))
  await Promise.all([readSeedUpload(deps, id), readSeedUpload(deps, id)])
  expect((await uploadOf(id)).attempt).toBe(1)
})

test('a folder without seeds has no bundle', async () => {
  expect(await bundleSeeds(dir)).toBeNull()
})
