import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { TrainingImportReport } from '#lib/contracts/imports.ts'
import { rawZip } from '#lib/packs/raw-zip.fixture.ts'
import { stageTrainingImport } from '#lib/services/imports/stage-training-import.ts'
import { storeImportedRun } from '#lib/services/imports/store-imported-run.ts'
import { TrainingImportOptions } from '#lib/services/imports/training-import-view.ts'
import { unpackChunk } from '#lib/training/metric-chunk.ts'
import { FIXTURES } from '#lib/training/parsers/logs.fixture.ts'
import { blockLog, wandb } from '#lib/training/parsers/trackers/tracker-files.fixture.ts'
import type { Deps } from '#workers/deps.ts'
import { readImport } from '#workers/handlers/read-import.ts'
import { IMPORT_UPLOAD } from '#workers/imports/import-lease.ts'
import { readTraining } from '#workers/imports/read-training.ts'
import { claimRow } from '#workers/leases/lease.ts'
import { reconcile } from '#workers/maintenance/reconcile.ts'
import { systemContext } from '#workers/system-context.ts'
import { openWorkerWorld, type WorkerWorld } from '#workers/worker-world.fixture.ts'

let world: WorkerWorld
let database: WorkerWorld['database']
let deps: Deps
let experiment = ''
beforeAll(async () => {
  world = await openWorkerWorld()
  database = world.database
  await world.makeQueue()
  deps = world.depsOf()
})
afterAll(() => world.close())
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
  expect(upload.report?.warnings).toMatchObject([
    { where: 'lr' },
    { where: 'a', message: expect.stringContaining('read as its resume') },
  ])
})

describe('runs that share a name', () => {
  const wandbFile = (id: string, from: number, to: number) =>
    blockLog('wandb', [
      wandb.run(id, 'grpo-dense', { lr: '1' }),
      ...Array.from({ length: to - from + 1 }, (_, i) => wandb.history(from + i, { loss: String(from + i) })),
    ])
  const named = async () =>
    (await runsOf()).map((run) => [run.name, run.series.map(({ key, points }) => `${key}:${points}`).sort()])

  test('are told apart by the tracker’s id, also over uploads; the same id continues with its run', async () => {
    await imported(wandbFile('aaaa1111', 1, 5), 'run-aaaa1111.wandb')
    await imported(wandbFile('bbbb2222', 1, 3), 'run-bbbb2222.wandb')
    expect(await named()).toEqual([
      ['grpo-dense', ['loss:5']],
      ['grpo-dense (bbbb2222)', ['loss:3']],
    ])
    const upload = await imported(wandbFile('aaaa1111', 4, 9), 'again.wandb')
    expect(upload.report?.runs).toMatchObject([{ name: 'grpo-dense', resumed: true, stored: 6 }])
    const again = await imported(wandbFile('bbbb2222', 1, 3), 'renamed.wandb', { name: 'other' })
    expect(again.report?.runs).toMatchObject([{ name: 'grpo-dense (bbbb2222)', resumed: true, stored: 0 }])
    expect(await named()).toHaveLength(2)
  })

  test('in one upload ids tell them apart too, and what has none is noted', async () => {
    const upload = await imported(
      await zipOf({
        'w/run-1/run-aaaa1111.wandb': wandbFile('aaaa1111', 1, 5),
        'w/run-2/run-bbbb2222.wandb': wandbFile('bbbb2222', 1, 3),
        'a/metrics.csv': Buffer.from('run,step,loss\nppo,1,1\nppo,2,2\n'),
        'b/metrics.csv': Buffer.from('run,step,loss\nppo,1,5\n'),
      }),
      'all.zip',
    )
    expect(await named()).toEqual([
      ['grpo-dense', ['loss:5']],
      ['grpo-dense (bbbb2222)', ['loss:3']],
      ['ppo', ['loss:2']],
      ['ppo (csv)', ['loss:1']],
    ])
    expect(upload.report?.warnings.map(({ file, message }) => [file, message])).toEqual([
      ['b/metrics.csv', expect.stringContaining('another run "ppo", and no file says an id')],
    ])
  })

  test('downloads of single charts are one run, as they are one by one', async () => {
    const upload = await imported(
      await zipOf({
        'loss.csv': Buffer.from('Step,grpo - loss\n1,3\n2,2\n'),
        'kl.csv': Buffer.from('Step,grpo - kl\n1,0.1\n2,0.2\n'),
        'run-ppo-tag-loss.csv': Buffer.from('Wall time,Step,Value\n1795410399.1,1,1\n'),
        'run-ppo-tag-kl.csv': Buffer.from('Wall time,Step,Value\n1795410399.1,1,3\n'),
      }),
      'charts.zip',
    )
    expect(await named()).toEqual([
      ['grpo', ['kl:2', 'loss:2']],
      ['ppo', ['kl:1', 'loss:1']],
    ])
    expect(upload.report?.runs).toMatchObject([
      { name: 'grpo', metrics: 2, points: 4, stored: 4, resumed: false },
      { name: 'ppo', metrics: 2, points: 2, stored: 2, resumed: false },
    ])
  })

  test('a file that knows no ids never continues with a run that has one', async () => {
    await imported(wandbFile('aaaa1111', 1, 5), 'run-aaaa1111.wandb')
    const panel = 'Step,grpo-dense - loss,grpo-dense - loss\n1,7,8\n2,7,8\n'
    await imported(Buffer.from(panel), 'panel.csv')
    expect((await named()).map(([name]) => name)).toEqual(['grpo-dense', 'grpo-dense', 'grpo-dense (2)'])
    await imported(Buffer.from(`${panel}3,7,8\n`), 'panel.csv')
    expect(await named()).toHaveLength(3)
  })
})

test('a column that a person chose is x, and the same file with another x is another import', async () => {
  const table = Buffer.from('step,tokens,loss\n1,100,3\n2,250,2\n')
  await imported(table, 'a.csv', { x: 'tokens', name: 'by tokens' })
  await imported(table, 'a.csv', { name: 'by step' })
  expect(await stage(table, 'a.csv', { x: 'loss' })).toMatchObject({ present: false })
  expect(await stage(table, 'a.csv', { x: 'tokens' })).toMatchObject({ present: true })
  const [byStep, byTokens] = await runsOf()
  expect(chunksOf(byTokens, 'loss')).toEqual([[0, [100, 250], [3, 2]]])
  expect(chunksOf(byStep, 'loss')).toEqual([[0, [1, 2], [3, 2]]])
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
    const claim = await claimRow(deps, IMPORT_UPLOAD, id)
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
    const late = await claimRow(deps, IMPORT_UPLOAD, id)
    if (late === null) throw new Error('not claimed')
    await database.db.importUpload.update({ where: { id }, data: { leaseUntil: new Date(0) } })
    await reconcile(deps)
    await readImport(deps, id)
    const before = await runs()
    const series = new Map([['loss', { steps: Float64Array.of(9), values: Float64Array.of(9), times: null }]])
    const run = {
      name: 'a',
      identity: null,
      config: {},
      tags: {},
      startedAt: null,
      endedAt: null,
      segments: [{ series }],
    }
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
      data: { status: 'reading', attempt: 3, lost: 2, leaseUntil: new Date(0) },
    })
    await reconcile(deps)
    expect(await uploadOf(id)).toMatchObject({
      status: 'failed',
      error: expect.stringMatching(/^The worker was lost 3 times while it read this file/),
    })
  })
})
