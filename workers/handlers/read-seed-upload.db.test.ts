import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Prisma } from '#lib/db/generated/client.ts'
import { Dna } from '#lib/domain/artefacts/dna.ts'
import { rawZip } from '#lib/packs/raw-zip.fixture.ts'
import { getSeed } from '#lib/services/seeds/get-seed.ts'
import { listSeeds } from '#lib/services/seeds/list-seeds.ts'
import { measureSeed } from '#lib/services/seeds/measure-seed.ts'
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

test('an upload that is not an archive fails with a reason', async () => {
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

test('a seed is measured again from its own files; tasks and titles are left alone', async () => {
  const before = await database.db.seed.findUniqueOrThrow({ where: { slug: 'penguin-mass' } })
  const dna = Dna.parse(before.dna)
  const { structure: _, ...old } = dna
  await database.db.seed.update({
    where: { id: before.id },
    data: { dna: old, profile: Prisma.DbNull, title: 'How heavy is it?' },
  })
  const ctx = systemContext(deps, 'test')
  const { id } = await measureSeed({ ctx, input: { id: 'penguin-mass' } })
  expect((await measureSeed({ ctx, input: { id: 'penguin-mass' } })).id).toBe(id)
  await readSeedUpload(deps, id)
  expect(await uploadOf(id)).toMatchObject({ status: 'read', error: null })
  const after = await getSeed({ ctx, input: { id: 'penguin-mass' } })
  expect(after).toMatchObject({ title: 'How heavy is it?', dna, measurement: { status: 'read' } })
  expect(after.profile).toEqual(before.profile)
  const target = after.profile?.columns.find(({ role }) => role === 'target')
  expect(target).toMatchObject({ kind: 'numeric', dependence: null, spread: { kind: 'bars' } })
  expect((await listSeeds({ ctx })).uploads.some((upload) => upload.id === id)).toBe(false)
})

test('a seed without data keeps what told each field, and measuring it again changes nothing', async () => {
  const zip = rawZip([
    { name: 'kilns/config.yaml', content: 'id: kilns\nname: Kilns\ngrader:\n  name: rmse\n' },
    { name: 'kilns/description.md', content: '# Kilns\n\nPredict how long a kiln cools. RMSE in hours.\n' },
    {
      name: 'kilns/grade.py',
      content: 'from sklearn.metrics import mean_absolute_error\nmean_absolute_error(a, b)\n',
    },
  ])
  const id = await upload(zip)
  await readSeedUpload(deps, id)
  expect(JSON.stringify((await uploadOf(id)).report)).toContain('metric (grade.py)')
  const ctx = systemContext(deps, 'test')
  const seed = await getSeed({ ctx, input: { id: 'kilns' } })
  expect(seed).toMatchObject({ metric: 'mae', taskType: 'regression', profile: null })
  expect(seed.dna).toMatchObject({ told: { metric: 'grader', task: 'grader' } })
  expect(seed.open).toContain('nTrain')
  const again = await measureSeed({ ctx, input: { id: 'kilns' } })
  await readSeedUpload(deps, again.id)
  expect((await getSeed({ ctx, input: { id: 'kilns' } })).dna).toEqual(seed.dna)
})
