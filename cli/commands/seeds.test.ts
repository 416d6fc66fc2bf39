import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { AT, uuid } from '#cli/wire.fixture.ts'
import { commandWorld } from '#cli/world.fixture.ts'
import type { SeedView } from '#lib/contracts/seeds.ts'
import { readArchive } from '#lib/packs/read-archive.ts'
import { SeedFacts } from '#lib/packs/seed-facts.ts'

const world = commandWorld()
const { answers, run } = world

const seed: SeedView = {
  id: uuid(1),
  slug: 'leaf-spot',
  title: 'Leaf spot',
  status: 'ready',
  modality: 'tabular',
  taskType: 'binary',
  metric: 'auc',
  open: null,
  direction: 'maximize',
  contentHash: 'a'.repeat(64),
  source: 'x',
  licence: 'CC0-1.0',
  bundled: false,
  uploadedBy: 'Ada',
  createdAt: AT,
  bytes: 10,
  files: 4,
}

test('a seed is archived and restored by its slug, and listed apart meanwhile', async () => {
  answers['POST seeds/leaf-spot/archive'] = () => ({ json: { ...seed, status: 'archived' } })
  answers['POST seeds/leaf-spot/restore'] = () => ({ json: seed })
  answers['GET seeds'] = ({ query }) => ({
    json: { seeds: query.get('archived') === 'true' ? [seed] : [], next: null, uploads: [] },
  })
  expect((await run('seeds', 'archive', 'leaf-spot')).out).toBe('leaf-spot is archived\n')
  expect((await run('seeds', 'restore', 'leaf-spot')).out).toBe('leaf-spot is ready\n')
  answers['PATCH seeds/leaf-spot'] = ({ body }) => ({ json: { ...seed, ...JSON.parse(body.toString()) } })
  expect((await run('seeds', 'rename', 'leaf-spot', 'Spots')).out).toBe('leaf-spot is called Spots\n')
  expect(JSON.parse((await run('seeds', 'list', '--json')).out)).toEqual([])
  expect(JSON.parse((await run('seeds', 'list', '--archived', '--json')).out)).toMatchObject([
    { slug: 'leaf-spot' },
  ])
})

test('the template is written without a server, never over a file, and the schema printed', async () => {
  await world.close()
  const first = await run('seeds', 'template', 'start.zip')
  expect([first.code, first.out]).toEqual([0, expect.stringContaining('sandmle seeds import start.zip')])
  const { files } = await readArchive(await readFile(join(world.cwd, 'start.zip')))
  expect(files.map(({ path }) => path)).toContain('my-task/seed.json')
  await writeFile(join(world.cwd, 'mine.zip'), 'mine')
  const second = await run('seeds', 'template', 'mine.zip')
  expect(second.code).toBe(1)
  expect(await readFile(join(world.cwd, 'mine.zip'), 'utf8')).toBe('mine')
  const schema = JSON.parse((await run('seeds', 'schema', '--json')).out)
  expect(Object.keys(schema.properties)).toEqual(Object.keys(SeedFacts.shape))
})

test('a refusal names its folder and its file once each, and every reason has a line', async () => {
  await writeFile(join(world.cwd, 'seeds.zip'), 'PK')
  const refusal = (reason: string) => ({ folder: 'leaf-spot', file: 'seed.json', reason, fix: 'Do this.' })
  const report = {
    v: 1,
    imported: [],
    present: [],
    refused: [
      refusal('seed.json: "metric" is "f2".'),
      refusal('seed.json has an entry "x" that is not known.'),
    ],
    warnings: [],
  }
  const upload = { id: uuid(2), filename: 'seeds.zip', error: null, createdAt: AT, finishedAt: AT }
  answers['POST seeds'] = () => ({ status: 202, json: { id: uuid(2) } })
  answers[`GET seeds/uploads/${uuid(2)}`] = () => ({ json: { ...upload, status: 'failed', report } })
  const { code, out } = await run('seeds', 'import', 'seeds.zip')
  expect(code).toBe(1)
  expect(out.trim().split('\n')).toEqual([
    'refused   leaf-spot: seed.json: "metric" is "f2". Do this.',
    'refused   leaf-spot: seed.json has an entry "x" that is not known. Do this.',
  ])
})
