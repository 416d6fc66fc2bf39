import { afterAll, beforeAll, expect, test } from 'vitest'
import { rawZip } from '#lib/packs/raw-zip.fixture.ts'
import { createSystem } from '#lib/services/results/create-system.ts'
import { getResultsImport } from '#lib/services/results/get-results-import.ts'
import { getSystem } from '#lib/services/results/get-system.ts'
import { stageResultsImport } from '#lib/services/results/stage-results-import.ts'
import { LITE_SPLIT } from '#lib/training/results/lite-split.ts'
import { entryOf, reportText } from '#lib/training/results/report-sets.fixture.ts'
import type { Deps } from '#workers/deps.ts'
import { readImport } from '#workers/handlers/read-import.ts'
import { systemContext } from '#workers/system-context.ts'
import { openWorkerWorld, type WorkerWorld } from '#workers/worker-world.fixture.ts'

let world: WorkerWorld
let deps: Deps
beforeAll(async () => {
  world = await openWorkerWorld()
  deps = world.depsOf()
})
afterAll(() => world.close())

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

test('of a run group with hourly copies one attempt a competition counts, and the report says so', async () => {
  const { id } = await newSystem('hourly')
  const text = (medal: boolean) =>
    reportText(LITE_SPLIT.map((one) => entryOf(one.id, medal ? 'bronze' : 'invalid')))
  const zip = rawZip([
    ...[0, 1, 2, 3].map((n) => ({
      name: `runs/g_aide/hourly/grading_report_${n}.json`,
      content: text(false),
    })),
    { name: 'runs/g_aide/9_grading_report.json', content: text(true) },
  ])
  const read = await imported(id, 'run-group.zip', zip)
  expect(read.report?.warnings[0]?.message).toMatch(/^4 reports below the top/)
  const { aggregate } = await getSystem({ ctx: systemContext(deps, 'test'), input: { id } })
  expect([aggregate.seeds, aggregate.measures?.['any-medal']]).toEqual([
    1,
    { mean: 100, sem: null, low: null, high: null, perSeed: [100] },
  ])
})

test('a file without reports fails with words for the uploader; a broken one is named in the report', async () => {
  const { id } = await newSystem('broken')
  const nothing = await imported(id, 'a.zip', rawZip([{ name: 'notes.txt', content: 'x' }]))
  expect(nothing).toMatchObject({ status: 'failed', error: expect.stringContaining('no grading report') })
  const broken = await imported(id, 'r.json', new TextEncoder().encode('{"competition_reports": [{}]}'))
  expect(broken).toMatchObject({ status: 'failed', error: expect.stringContaining('no report') })
  expect(broken.report?.refused[0]?.message).toContain('missing or malformed')
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0a'.repeat(32)}\nsize 4821\n`
  const lfs = await imported(id, 'r_grading_report.json', new TextEncoder().encode(pointer))
  expect(lfs).toMatchObject({ status: 'failed' })
  expect(lfs.report?.refused[0]?.message).toMatch(/git lfs pull/)
  const history = JSON.stringify({ competition: 'leaf-classification', actions: [] })
  const dojo = await imported(id, 'history.json', new TextEncoder().encode(history))
  expect(dojo).toMatchObject({ status: 'failed' })
  expect(dojo.report?.refused[0]?.message).toMatch(/MLE-Dojo/)
  expect((await getSystem({ ctx: systemContext(deps, 'test'), input: { id } })).files).toEqual([])
})
