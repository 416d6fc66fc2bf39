import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { AT, uuid } from '#cli/wire.fixture.ts'
import { commandWorld } from '#cli/world.fixture.ts'
import type { SeedView } from '#lib/contracts/seeds.ts'
import { CANDIDATE_STATUSES } from '#lib/domain/run.ts'
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

const upload = {
  id: uuid(2),
  filename: 'leaf-spot',
  status: 'read',
  error: null,
  report: null,
  createdAt: AT,
  finishedAt: AT,
}

test('a seed is measured again to the end, and why that failed is a finding', async () => {
  answers['POST seeds/leaf-spot/measure'] = () => ({ status: 202, json: { ...upload, status: 'queued' } })
  answers[`GET seeds/uploads/${uuid(2)}`] = () => ({ json: upload })
  expect(await run('seeds', 'measure', 'leaf-spot')).toMatchObject({
    code: 0,
    out: 'leaf-spot is measured again.\n',
  })
  answers[`GET seeds/uploads/${uuid(2)}`] = () => ({
    json: { ...upload, status: 'failed', error: 'It is not a table.' },
  })
  expect(await run('seeds', 'measure', 'leaf-spot')).toMatchObject({
    code: 1,
    out: 'leaf-spot: It is not a table.\n',
  })
})

test('the lineage of a seed reads as a tree whose counts add up', async () => {
  const funnel = Object.fromEntries(CANDIDATE_STATUSES.map((status) => [status, 0]))
  const spent = { costMicroUsd: 250_000, durationMs: 90_000 }
  const environment = { slug: 'kilns', title: 'Kilns', number: 1, status: 'approved', fidelity: 0.8312 }
  const grown = { id: uuid(4), ordinal: 6, repairs: 0, reasonCode: null, ...spent }
  const outcomes = [
    {
      ...{ status: 'verified', count: 1, ...spent },
      candidates: [
        { ...grown, environment: { ...environment, later: [{ number: 2, status: 'in-review' }] } },
      ],
    },
    {
      ...{ status: 'rejected', count: 3, ...spent },
      candidates: [{ ...grown, ordinal: 0, reasonCode: 'too-easy', environment: null }],
    },
  ]
  const seedWords = { slug: 'leaf-spot', title: 'Leaf spot' }
  const branch = {
    run: { id: uuid(3), name: 'Spring', createdAt: AT },
    seed: seedWords,
    candidates: 4,
    verified: 1,
  }
  answers['GET seeds/leaf-spot/lineage'] = () => ({
    json: {
      funnel: { ...funnel, verified: 1, rejected: 3 },
      ...spent,
      branches: [{ ...branch, ...spent, outcomes }],
      next: null,
    },
  })
  const { code, out } = await run('seeds', 'lineage', 'leaf-spot')
  expect([code, out.split('\n').slice(0, -1)]).toEqual([
    0,
    [
      '1 verified, 3 rejected; USD 0.2500, 1.5 min',
      `Spring (${uuid(3)}) of leaf-spot: 1 of 4 verified, USD 0.2500, 1.5 min`,
      '  1 verified, USD 0.2500, 1.5 min',
      '    7  kilns v1 approved, fidelity 0.83, v2 in-review',
      '  3 rejected, USD 0.2500, 1.5 min',
      '    1  too-easy',
      '    and 2 more',
    ],
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
  answers['POST seeds'] = () => ({ status: 202, json: { ...upload, status: 'queued', report: null } })
  answers[`GET seeds/uploads/${uuid(2)}`] = () => ({ json: { ...upload, status: 'failed', report } })
  const { code, out } = await run('seeds', 'import', 'seeds.zip')
  expect(code).toBe(1)
  expect(out.trim().split('\n')).toEqual([
    'refused   leaf-spot: seed.json: "metric" is "f2". Do this.',
    'refused   leaf-spot: seed.json has an entry "x" that is not known. Do this.',
  ])
})
