import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MAX_LOST } from '#lib/domain/stale.ts'
import { rawZip } from '#lib/packs/raw-zip.fixture.ts'
import { createSystem } from '#lib/services/results/create-system.ts'
import { stageResultsImport } from '#lib/services/results/stage-results-import.ts'
import { stageSeedUpload } from '#lib/services/seeds/stage-seed-upload.ts'
import { entryOf, reportText } from '#lib/training/results/report-sets.fixture.ts'
import type { Deps } from '#workers/deps.ts'
import { readImport } from '#workers/handlers/read-import.ts'
import { readSeedUpload } from '#workers/handlers/read-seed-upload.ts'
import { scoreSubmission } from '#workers/handlers/score-submission.ts'
import { sandboxDouble } from '#workers/sandbox-double.fixture.ts'
import { systemContext } from '#workers/system-context.ts'
import { insertVersion } from '#workers/version.fixture.ts'
import { openWorkerWorld, type WorkerWorld } from '#workers/worker-world.fixture.ts'

let world: WorkerWorld
let database: WorkerWorld['database']
let deps: Deps
const woken: string[] = []
beforeAll(async () => {
  world = await openWorkerWorld()
  database = world.database
  deps = world.depsOf({ queue: { enqueue: async (_tx, { id }) => void woken.push(id) } })
})
afterAll(() => world.close())
const ctx = () => systemContext(deps, 'test')

const GOOD: Readonly<Record<string, string>> = {
  'description.md': '# Price\n\nPredict the price. Scored by RMSE.\n',
  'train.csv': 'id,size,price\n1,2,3\n2,3,4.5\n',
  'test.csv': 'id,size\n3,4\n',
  'sample_submission.csv': 'id,price\n3,0\n',
  'seed.json': '{"title": "Price of a house", "licence": "CC0-1.0"}',
}
async function seedUpload(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const zip = rawZip(Object.entries(files).map(([name, content]) => ({ name: `one/${name}`, content })))
  const { sha256, bytes } = await deps.blobs.put(zip)
  return (await stageSeedUpload({ ctx: ctx(), input: { blob: sha256, bytes, filename: 'a.zip' } })).id
}
const uploadOf = (id: string) => database.db.seedUpload.findUniqueOrThrow({ where: { id } })

const HOSTILE: readonly (readonly [string, string])[] = [
  ['description.md', '# Price\n\nPredict\u0000 the price.\n'],
  ['train.csv', 'id,size\u0000,price\n1,2,3\n2,3,4.5\n'],
  ['train.csv', 'id,size,price\n1,2\u0000,3\n2,3,4.5\n'],
  ['test.csv', 'id,size\n3,\u0000\n'],
  ['sample_submission.csv', 'id,price\u0000\n3,0\n'],
  ['seed.json', '{"title": "Price \\u0000 of a house"}'],
  ['seed.json', '{"title": "Price \\ud800 of a house"}'],
  ['seed.json', '{"title": "Price \\u202e of a house"}'],
  ['seed.json', '{"source": "a\\u0000", "licence": "CC0-1.0"}'],
  ['seed.json', '{"attribution": "a\\udfff"}'],
]

describe('a seed archive', () => {
  test.each(HOSTILE)(
    '%s with %j is refused at the first reading, by file and character',
    async (name, content) => {
      const id = await seedUpload({ ...GOOD, [name]: content })
      await readSeedUpload(deps, id)
      const row = await uploadOf(id)
      expect(row).toMatchObject({ status: 'failed', attempt: 1 })
      expect(row.report).toMatchObject({ refused: [{ folder: 'one', file: name }] })
      expect(JSON.stringify(row.report)).toMatch(/U\+(0000|D800|DFFF|202E)/)
    },
  )

  test.each(['one/a\u0000b.csv', 'one/\u202e.csv', 'one/\u001b[2J.csv'])(
    'a file named %j ends the first reading with its reason',
    async (name) => {
      const zip = rawZip(
        [...Object.entries(GOOD), ['x', 'y'] as const].map(([path, content]) => ({
          name: path === 'x' ? name : `one/${path}`,
          content,
        })),
      )
      const { sha256, bytes } = await deps.blobs.put(zip)
      const upload = await stageSeedUpload({ ctx: ctx(), input: { blob: sha256, bytes, filename: 'a.zip' } })
      await readSeedUpload(deps, upload.id)
      const row = await uploadOf(upload.id)
      expect([row.status, row.attempt]).toEqual(['failed', 1])
      expect(row.error).toContain('control or invisible characters')
    },
  )

  test('a benchmark configuration is no way around', async () => {
    const config = 'id: a\u0000b\nname: Price\ngrader:\n  name: rmse\n'
    const { 'seed.json': _, ...files } = GOOD
    const id = await seedUpload({ ...files, 'config.yaml': config })
    await readSeedUpload(deps, id)
    expect(JSON.stringify((await uploadOf(id)).report)).toContain('config.yaml holds zero bytes (U+0000)')
  })
})

test('an error of ours ends a reading after three attempts at once, and says where to look', async () => {
  const id = await seedUpload(GOOD)
  const broken: Deps = {
    ...deps,
    blobs: { ...deps.blobs, fileOf: () => Promise.reject(new Error('no file')) },
  }
  woken.length = 0
  for (let n = 1; n < MAX_LOST; n++) {
    await expect(readSeedUpload(broken, id)).rejects.toThrow('no file')
    expect(await uploadOf(id)).toMatchObject({ status: 'queued', attempt: n, leaseUntil: null })
  }
  expect(woken).toEqual([id, id])
  await expect(readSeedUpload(broken, id)).rejects.toThrow('no file')
  const { status, error } = await uploadOf(id)
  expect([status, error]).toEqual(['failed', expect.stringContaining('log has the cause')])
})

test.each(['\\u0000', '\\ud800'])(
  'a report whose names hold %s ends at once with its reason',
  async (spelt) => {
    const system = await createSystem({
      ctx: ctx(),
      input: { name: `s ${randomUUID()}`, model: 'm', method: 'base', scaffold: 'AIDE' },
    })
    const report = reportText([entryOf('spooky-author-identification', 'bronze')])
    const content = new TextEncoder().encode(report.replace('spooky-author', `spooky${spelt}-author`))
    const blob = await deps.blobs.put(content)
    const input = { systemId: system.id, filename: 'r.json', blob: blob.sha256, bytes: blob.bytes }
    const { id } = await stageResultsImport({ ctx: ctx(), input })
    await readImport(deps, id)
    const row = await database.db.importUpload.findUniqueOrThrow({ where: { id } })
    expect(row.attempt).toBe(1)
    expect(['read', 'failed']).toContain(row.status)
    expect(`${row.error} ${JSON.stringify(row.report)}`).toMatch(/U\+|refused/)
  },
)

test('what a program wrote into a report is kept with a mark, not an error of ours', async () => {
  const versionId = await insertVersion(deps)
  const { sha256 } = await deps.blobs.put(new TextEncoder().encode(`id,y\n${randomUUID()},1\n`))
  const row = { versionId, kind: 'score', program: 'submission.csv', inputHash: sha256, requestedBy: 'u' }
  const { id } = await database.db.trial.create({ data: { ...row, submission: sha256 } })
  const scores = { submission: { valid: false, score: null, reason: 'bad label a\u0000\ud800' } }
  const files = { 'score.json': Buffer.from(JSON.stringify({ scores, intervals: {}, pairs: {} })) }
  const double = sandboxDouble()
  await scoreSubmission(
    { ...deps, sandbox: { ...double, run: async (job) => ({ ...(await double.run(job)), files }) } },
    id,
  )
  expect(await database.db.trial.findUniqueOrThrow({ where: { id } })).toMatchObject({
    status: 'finished',
    result: { valid: false, reason: 'bad label a\ufffd\ufffd' },
  })
})
