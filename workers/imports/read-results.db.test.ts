import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '#lib/db/test-database.ts'
import { log } from '#lib/log.ts'
import { rawZip } from '#lib/packs/raw-zip.fixture.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { createSystem } from '#lib/services/results/create-system.ts'
import { getResultsImport } from '#lib/services/results/get-results-import.ts'
import { getSystem } from '#lib/services/results/get-system.ts'
import { stageResultsImport } from '#lib/services/results/stage-results-import.ts'
import { openBlobStore } from '#lib/storage/open-blob-store.ts'
import { LITE_SPLIT } from '#lib/training/results/lite-split.ts'
import { entryOf, reportText } from '#lib/training/results/report-sets.fixture.ts'
import type { Deps } from '#workers/deps.ts'
import { readImport } from '#workers/handlers/read-import.ts'
import { NO_MODELS } from '#workers/no-models.fixture.ts'
import { sandboxDouble } from '#workers/sandbox-double.fixture.ts'
import { systemContext } from '#workers/system-context.ts'

let database: TestDatabase
let deps: Deps
let dir = ''
beforeAll(async () => {
  database = await openTestDatabase()
  dir = await mkdtemp(join(tmpdir(), 'results-'))
  deps = {
    db: database.db,
    blobs: openBlobStore(dir),
    queue: { enqueue: async () => undefined },
    sandbox: sandboxDouble(),
    catalogue: CATALOGUE,
    runtimeHash: 'r',
    engineKey: 'key',
    ...NO_MODELS,
    workerId: 'w',
    log,
    stopping: new AbortController().signal,
  }
})
afterAll(async () => {
  await database.drop()
  await rm(dir, { recursive: true, force: true })
})

async function imported(systemId: string, filename: string, content: Uint8Array) {
  const ctx = systemContext(deps, 'test')
  const blob = await deps.blobs.put(content)
  const input = { systemId, filename, blob: blob.sha256, bytes: blob.bytes }
  const { id } = await stageResultsImport({ ctx, input })
  await readImport(deps, id)
  return getResultsImport({ ctx, input: { id } })
}
const newSystem = async (name: string) =>
  createSystem({
    ctx: systemContext(deps, 'test'),
    input: { name, model: 'm', method: 'base', scaffold: 'AIDE' },
  })

test('a zip of three seeds becomes attempts; sent again nothing is stored twice', async () => {
  const { id } = await newSystem('three seeds')
  const seed = (medals: number) =>
    reportText(LITE_SPLIT.map((one, index) => entryOf(one.id, index < medals ? 'bronze' : 'invalid')))
  const zip = rawZip(
    [5, 6, 7].map((n) => ({ name: `runs/g${n}/${n}_grading_report.json`, content: seed(n) })),
  )
  const first = await imported(id, 'runs.zip', zip)
  expect(first).toMatchObject({ status: 'read', error: null, report: { refused: [], warnings: [] } })
  expect(first.report?.reports.map((one) => [one.results, one.repeated])).toEqual([
    [22, false],
    [22, false],
    [22, false],
  ])
  const again = await imported(id, 'runs.zip', zip)
  expect(again.report?.reports.every((one) => one.repeated)).toBe(true)
  const detail = await getSystem({ ctx: systemContext(deps, 'test'), input: { id } })
  expect(detail.files.map((one) => one.runGroup)).toEqual(['g5', 'g6', 'g7'])
  expect(detail.aggregate.measures?.bronze.perSeed.map((value) => Math.round((value * 22) / 100))).toEqual([
    5, 6, 7,
  ])
})

test('a file without reports fails with words for the uploader; a broken one is named in the report', async () => {
  const { id } = await newSystem('broken')
  const nothing = await imported(id, 'a.zip', rawZip([{ name: 'notes.txt', content: 'x' }]))
  expect(nothing).toMatchObject({ status: 'failed', error: expect.stringContaining('no grading report') })
  const broken = await imported(id, 'r.json', new TextEncoder().encode('{"competition_reports": [{}]}'))
  expect(broken.report?.refused[0]?.message).toContain('missing or malformed')
  expect((await getSystem({ ctx: systemContext(deps, 'test'), input: { id } })).files).toEqual([])
})
