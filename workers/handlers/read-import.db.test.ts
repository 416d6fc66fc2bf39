import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { TrainingImportReport } from '#lib/contracts/imports.ts'
import { openTestDatabase, type TestDatabase } from '#lib/db/test-database.ts'
import { log } from '#lib/log.ts'
import { rawZip } from '#lib/packs/raw-zip.fixture.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { stageTrainingImport } from '#lib/services/imports/stage-training-import.ts'
import { storeImportedRun } from '#lib/services/imports/store-imported-run.ts'
import { TrainingImportOptions } from '#lib/services/imports/training-import-view.ts'
import { openBlobStore } from '#lib/storage/open-blob-store.ts'
import { unpackChunk } from '#lib/training/metric-chunk.ts'
import { FIXTURES } from '#lib/training/parsers/logs.fixture.ts'
import type { Deps } from '#workers/deps.ts'
import { readImport } from '#workers/handlers/read-import.ts'
import { claimImport } from '#workers/imports/claim-import.ts'
import { readTraining } from '#workers/imports/read-training.ts'
import { reconcile } from '#workers/maintenance/reconcile.ts'
import { NO_MODELS } from '#workers/no-models.fixture.ts'
import { sandboxDouble } from '#workers/sandbox-double.fixture.ts'
import { systemContext } from '#workers/system-context.ts'

let database: TestDatabase
let deps: Deps
let dir = ''
let experiment = ''
beforeAll(async () => {
  database = await openTestDatabase()
  dir = await mkdtemp(join(tmpdir(), 'import-'))
  await database.pool.query(
    'create schema pgboss; create table pgboss.job (name text, data jsonb, state text)',
  )
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
let count = 0
beforeEach(() => {
  experiment = `e${++count}`
})

const bytesOf = (name: string) => readFileSync(join(FIXTURES, name))
async function stage(content: Uint8Array, filename: string, more: object = {}) {
  const { sha256, bytes } = await deps.blobs.put(content)
  const input = { blob: sha256, bytes, filename, experiment, ...more }
  return stageTrainingImport({ ctx: systemContext(deps, 'test'), input })
}
async function imported(content: Uint8Array, filename: string, more: object = {}) {
  const { id } = await stage(content, filename, more)
  await readImport(deps, id)
  return uploadOf(id)
}
async function uploadOf(id: string) {
  const row = await database.db.importUpload.findUniqueOrThrow({ where: { id } })
  return { ...row, report: row.report === null ? null : TrainingImportReport.parse(row.report) }
}
const runsOf = () =>
  database.db.trainingRun.findMany({
    where: { experiment: { name: experiment } },
    include: { params: true, series: { include: { chunks: { orderBy: { id: 'asc' } } } } },
    orderBy: { name: 'asc' },
  })
type Run = Awaited<ReturnType<typeof runsOf>>[number]
/** `[segment, steps, values]` of each chunk of a metric. */
const chunksOf = (run: Run | undefined, key: string) =>
  (run?.series.find((series) => series.key === key)?.chunks ?? []).map((chunk) => {
    const { firstStep, lastStep } = chunk
    const columns = unpackChunk({ ...chunk, firstStep: Number(firstStep), lastStep: Number(lastStep) })
    return [chunk.segment, [...columns.steps], [...columns.values]]
  })
function zipOf(files: Record<string, Uint8Array>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [path, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), path)
  zip.end()
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    zip.outputStream.on('data', (part: Buffer) => parts.push(part))
    zip.outputStream.on('end', () => resolve(Buffer.concat(parts)))
  })
}
const jsonl = (from: number, to: number, value: (step: number) => number) =>
  Buffer.from(
    Array.from({ length: to - from + 1 }, (_, i) =>
      JSON.stringify({ step: from + i, loss: value(from + i) }),
    ).join('\n'),
  )

describe('a file of logs', () => {
  test('becomes a run with configuration, points as they were logged, and a report', async () => {
    const upload = await imported(bytesOf('verl/new-form.jsonl'), 'qwen.jsonl')
    expect(upload).toMatchObject({ status: 'read', error: null })
    const [run] = await runsOf()
    expect(run).toMatchObject({ name: 'qwen', source: 'import', status: 'finished', importId: upload.id })
    expect(chunksOf(run, 'critic/vf_explained_var')).toEqual([[0, [1, 2], [Number.NaN, 0.3]]])
    expect(upload.report).toMatchObject({
      files: [{ file: 'qwen.jsonl', format: 'verl', runs: 1, points: 10 }],
      runs: [{ id: run?.id, points: 10, stored: 10, metrics: 5, segments: 1, resumed: false }],
    })
  })

  test('takes the name, keeps segments of a resume, and reads only once for two workers', async () => {
    const { id } = await stage(bytesOf('jsonl/resumed.jsonl'), 'x.jsonl', { name: '种子 1' })
    await Promise.all([readImport(deps, id), readImport(deps, id)])
    expect((await uploadOf(id)).attempt).toBe(1)
    const [run] = await runsOf()
    expect(run?.name).toBe('种子 1')
    expect(chunksOf(run, 'loss').map(([segment]) => segment)).toEqual([0, 1])
  })

  test('that holds nothing fails, and the report says why', async () => {
    const upload = await imported(bytesOf('hostile/odd.jsonl').subarray(0, 10), 'x.jsonl')
    expect(upload.status).toBe('failed')
    expect(upload.report?.refused).toHaveLength(1)
    expect((await imported(bytesOf('hostile/poem.txt'), 'poem.txt')).report?.refused[0]?.file).toBe(
      'poem.txt',
    )
    expect(await runsOf()).toEqual([])
  })
})

describe('the same file again', () => {
  test('is present: no second import, no second point', async () => {
    const first = await imported(
      jsonl(1, 9, (s) => s),
      'a.jsonl',
    )
    const again = await stage(
      jsonl(1, 9, (s) => s),
      'renamed.jsonl',
    )
    expect(again).toMatchObject({ id: first.id, present: true, status: 'read' })
    const elsewhere = await stage(
      jsonl(1, 9, (s) => s),
      'a.jsonl',
      { experiment: `${experiment}-other` },
    )
    expect(elsewhere.present).toBe(false)
  })

  test('inside another upload stores nothing and says so', async () => {
    await imported(
      jsonl(1, 9, (s) => s),
      'a.jsonl',
    )
    const upload = await imported(await zipOf({ 'a.jsonl': jsonl(1, 9, (s) => s) }), 'a.zip')
    expect(upload.report?.runs).toMatchObject([{ points: 9, stored: 0, resumed: true }])
    expect(chunksOf((await runsOf())[0], 'loss')).toHaveLength(1)
  })

  test('that failed may be sent again', async () => {
    const first = await imported(bytesOf('hostile/poem.txt'), 'poem.txt')
    expect(await stage(bytesOf('hostile/poem.txt'), 'poem.txt')).toMatchObject({ present: false })
    expect(first.status).toBe('failed')
  })
})

test('another file of the same run is a resume: the next segment, with a word where the configuration differs', async () => {
  await imported(Buffer.concat([Buffer.from('{"config":{"lr":1}}\n'), jsonl(1, 6, () => 1)]), 'a.jsonl')
  const second = Buffer.concat([Buffer.from('{"config":{"lr":2,"new":3}}\n'), jsonl(4, 9, () => 2)])
  const upload = await imported(second, 'a.jsonl')
  const [run, ...others] = await runsOf()
  expect(others).toEqual([])
  expect(chunksOf(run, 'loss').map(([segment, steps]) => [segment, (steps as number[])[0]])).toEqual([
    [0, 1],
    [1, 4],
  ])
  expect(run?.params.map(({ key, value }) => `${key}=${value}`).sort()).toEqual(['lr=1', 'new=3'])
  expect(upload.report?.warnings[0]).toMatchObject({ where: 'lr' })
})

describe('a zip', () => {
  test('of many runs: a folder a run, bad files named, good ones kept', async () => {
    const upload = await imported(
      await zipOf({
        'out/seed-1/log.jsonl': bytesOf('verl/new-form.jsonl'),
        'out/seed-2/log.jsonl': bytesOf('verl/old-form.jsonl'),
        'out/seed-2/poem.txt': bytesOf('hostile/poem.txt'),
        'out/trl/checkpoint-20/trainer_state.json': bytesOf('trainer-state/checkpoint-20.json'),
      }),
      'out.zip',
    )
    expect(upload.status).toBe('read')
    expect((await runsOf()).map(({ name }) => name)).toEqual(['seed-1', 'seed-2', 'trl'])
    expect(upload.report?.refused.map(({ file }) => file)).toEqual(['out/seed-2/poem.txt'])
  })

  test('whose path leaves it is refused whole', async () => {
    const upload = await imported(
      rawZip([{ name: '../../etc/x.jsonl', content: jsonl(1, 2, () => 1) }]),
      'evil.zip',
    )
    expect(upload.status).toBe('failed')
    expect(upload.error).toContain('leaves the archive')
    expect(await runsOf()).toEqual([])
  })
})

describe('a reader that dies', () => {
  const runs = async () => {
    const rows = await runsOf()
    return rows.map((run) => [run.name, run.series.map(({ key, points }) => `${key}:${points}`).sort()])
  }
  const content = () =>
    zipOf({ 'a/log.jsonl': jsonl(1, 5000, (s) => s), 'b/log.jsonl': bytesOf('jsonl/resumed.jsonl') })

  test('between two runs leaves no point doubled and none missing', async () => {
    const { id } = await stage(await content(), 'two.zip')
    const claim = await claimImport(deps, id)
    if (claim === null) throw new Error('not claimed')
    // The first attempt stores `a`, and dies before `b` is closed: its claim is taken from it.
    await readTraining(deps, claim)
    await database.db.importUpload.update({ where: { id }, data: { leaseUntil: new Date(0) } })
    expect((await reconcile(deps)).requeued).toBe(1)
    await readImport(deps, id)
    const upload = await uploadOf(id)
    expect(upload).toMatchObject({ status: 'read', attempt: 2 })
    expect(upload.report?.runs.map(({ name, stored }) => [name, stored])).toEqual([
      ['a', 5000],
      ['b', 7],
    ])
    expect(await runs()).toEqual([
      ['a', ['loss:5000']],
      ['b', ['loss:7']],
    ])
  })

  test('and comes back late writes nothing more', async () => {
    const { id } = await stage(await content(), 'late.zip')
    const late = await claimImport(deps, id)
    if (late === null) throw new Error('not claimed')
    await database.db.importUpload.update({ where: { id }, data: { leaseUntil: new Date(0) } })
    await reconcile(deps)
    await readImport(deps, id)
    const before = await runs()
    const series = new Map([['loss', { steps: Float64Array.of(9), values: Float64Array.of(9), times: null }]])
    const run = { name: 'a', config: {}, tags: {}, startedAt: null, endedAt: null, segments: [{ series }] }
    const options = TrainingImportOptions.parse(late.options)
    const input = { importId: id, attempt: late.attempt, options, format: 'jsonl' as const, run }
    const store = storeImportedRun({ ctx: systemContext(deps, 'late'), input })
    await expect(store).rejects.toMatchObject({ code: 'conflict' })
    expect(await runs()).toEqual(before)
    expect((await uploadOf(id)).report?.runs).toHaveLength(2)
  })

  test('three times fails with a sentence', async () => {
    const { id } = await stage(
      jsonl(1, 3, () => 5),
      'lost.jsonl',
    )
    await database.db.importUpload.update({
      where: { id },
      data: { status: 'reading', attempt: 3, leaseUntil: new Date(0) },
    })
    await reconcile(deps)
    expect(await uploadOf(id)).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('three times'),
    })
  })
})
