import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SmokeReport } from '#lib/contracts/smoke.ts'
import { openTestDatabase, type TestDatabase } from '#lib/db/test-database.ts'
import { Spec } from '#lib/domain/artefacts/spec.ts'
import { programRuntime } from '#lib/domain/runtime.ts'
import type { SmokeControl } from '#lib/domain/training.ts'
import { makeQueueTables } from '#lib/jobs/queue-tables.fixture.ts'
import { log } from '#lib/log.ts'
import { readDataFacts } from '#lib/pipeline/data-facts.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { develop } from '#lib/pipeline/roles/developer.ts'
import { freezeTask } from '#lib/pipeline/roles/freeze.ts'
import { storeFiles } from '#lib/pipeline/task-files.ts'
import { openSandbox } from '#lib/sandbox/open-sandbox.ts'
import { openBlobStore } from '#lib/storage/open-blob-store.ts'
import type { Deps } from '#workers/deps.ts'
import { smokeTrain } from '#workers/handlers/smoke-train.ts'
import { readCatalogue } from '#workers/maintenance/read-catalogue.ts'
import { reconcile } from '#workers/maintenance/reconcile.ts'
import { NO_MODELS } from '#workers/no-models.fixture.ts'

const PYTHON = fileURLToPath(new URL('../../python', import.meta.url))
const at = (value: number) => ({ value, low: value, high: value })
/** Thresholds of AUC that a fitting linear model passes and a guess does not. */
const THRESHOLDS = { median: at(0.55), bronze: at(0.65), silver: at(0.75), gold: at(0.95) }

let database: TestDatabase
let deps: Deps
let home = ''
let packId = ''
beforeAll(async () => {
  database = await openTestDatabase()
  await makeQueueTables(database)
  home = await mkdtemp(join(tmpdir(), 'smoke-'))
  const interpreter = process.env.SANDMLE_PYTHON ?? '/usr/bin/python3'
  const sandbox = await openSandbox({ pythonDir: PYTHON, interpreter, homeDir: home, pool: 2 })
  deps = {
    ...NO_MODELS,
    db: database.db,
    blobs: openBlobStore(join(home, 'blobs')),
    queue: { enqueue: async () => undefined },
    sandbox,
    catalogue: await readCatalogue(sandbox),
    runtimeHash: 'r',
    engineKey: 'key',
    workerId: 'w',
    log: { ...log, error: () => undefined, warn: () => undefined },
    stopping: new AbortController().signal,
  }
  packId = await makePack(['ratio-threshold', 'text-negation-scope'])
})
afterAll(async () => {
  await deps.sandbox.close()
  await database.drop()
  await rm(home, { recursive: true, force: true })
})

/** A frozen version of an example spec, made binary with few test rows; its data come from the real generator. */
async function makeVersion(name: string) {
  const text = await readFile(join(PYTHON, `tests/specs/${name}.json`), 'utf8')
  const example = Spec.parse(JSON.parse(text))
  const spec: Spec = {
    ...example,
    task: 'binary',
    metric: 'auc',
    target: { name: 'label', unit: null, classes: ['no', 'yes'] },
    imbalance: 0.5,
    rows: { train: 120, test: 200 },
  }
  const built = await develop({ sandbox: deps.sandbox }, spec)
  if (built.kind === 'refused') throw new Error(built.message)
  const frozen = freezeTask({
    spec,
    dna: makeDna(),
    likeness: 'varied',
    facts: readDataFacts(spec, built.files),
    thresholds: THRESHOLDS,
    catalogue: deps.catalogue,
    seedHash: 'a'.repeat(64),
    runtimeHash: 'r',
    runtime: programRuntime(deps.sandbox.capabilities),
    roles: {},
    files: await storeFiles(deps.blobs, {
      ...built.files,
      'agent/description.md': new TextEncoder().encode('# Task\n'),
    }),
  })
  const { task, manifest, contentHash } = frozen
  const environment = await database.db.environment.create({ data: { slug: task.slug, title: task.title } })
  const version = await database.db.version.create({
    data: {
      environmentId: environment.id,
      number: 1,
      contentHash,
      status: 'approved',
      authorId: 'a',
      editorId: 'a',
      title: task.title,
      domain: 'd',
      modality: task.modality,
      taskType: task.task,
      metric: task.metric,
      direction: task.direction,
      runtimeHash: 'r',
      engineVersion: deps.catalogue.engineVersion,
      specSha256: task.specSha256,
      task: JSON.parse(JSON.stringify(task)),
      manifest: JSON.parse(JSON.stringify(manifest)),
    },
  })
  return { versionId: version.id, contentHash, split: 'train' as const }
}

async function makePack(names: readonly string[]): Promise<string> {
  const entries = []
  for (const name of names) entries.push(await makeVersion(name))
  const pack = await database.db.pack.create({
    data: {
      slug: 'small',
      version: 1,
      title: 'Small',
      layout: 'sandmle-task',
      status: 'ready',
      createdBy: 'system',
      entries: { create: entries },
    },
  })
  return pack.id
}

const order = (control: SmokeControl, rollouts = 64) =>
  database.db.smokeRun.create({
    data: { id: randomUUID(), packId, reward: 'dense', control, seeds: 1, rollouts, createdBy: 'somebody' },
  })
const rowOf = (id: string) => database.db.smokeRun.findUniqueOrThrow({ where: { id } })

describe('a smoke run of two small environments', () => {
  test('runs, scores and stores 64 programs, and logs them as any trainer would', async () => {
    const { id } = await order('none')
    await smokeTrain(deps, id)
    const row = await rowOf(id)
    expect([row.status, row.error, row.leaseUntil]).toEqual(['succeeded', null, null])
    const report = SmokeReport.parse(row.report)
    expect(report.phase).toBe('done')
    expect(report.environments.map(({ withoutSibling }) => withoutSibling)).toEqual(
      Array(2).fill('Its spec is not in this installation.'),
    )
    const [seed] = report.seeds
    expect(seed?.steps.map(({ rollouts }) => rollouts)).toEqual([32, 32])
    expect(seed?.greedy.every(({ source }) => source.includes('def main()'))).toBe(true)
    const [run] = await database.db.trainingRun.findMany({
      where: { smokeRunId: id },
      include: { rollouts: true, series: true, params: true },
    })
    expect(run).toMatchObject({ status: 'finished', source: 'smoke', packId, rewardTable: 'released' })
    expect(run?.createdBy).toBe('somebody')
    expect(run?.rollouts).toHaveLength(64)
    expect(new Set(run?.rollouts.map(({ versionId }) => versionId)).size).toBe(2)
    expect(run?.rollouts.some(({ outcome }) => outcome === 'scored')).toBe(true)
    expect(run?.rollouts.some(({ outcome }) => outcome === 'failed')).toBe(true)
    expect(run?.rollouts.every(({ outcome }) => outcome !== 'infra')).toBe(true)
    const source = await deps.blobs.get(run?.rollouts[0]?.program ?? '')
    expect(Buffer.from(source).toString()).toContain('usage: python -I program.py')
    const keys = run?.series.map(({ key, points }) => [key, Number(points)])
    expect(keys).toEqual(
      expect.arrayContaining([
        ['reward/mean', 2],
        ['valid', 2],
        ['environments_seen', 2],
      ]),
    )
  })

  test('on shuffled labels no program reaches a medal', async () => {
    const { id } = await order('shuffled')
    await smokeTrain(deps, id)
    const counts = SmokeReport.parse((await rowOf(id)).report).seeds.flatMap(({ steps }) => steps)
    expect(counts.reduce((sum, { valid }) => sum + valid, 0)).toBeGreaterThan(0)
    expect(counts.reduce((sum, { medals }) => sum + medals, 0)).toBe(0)
  })

  test('ends within a step of being cancelled, with what it logged', async () => {
    const { id } = await order('none', 4096)
    const training = smokeTrain(deps, id)
    await expect.poll(async () => (await rowOf(id)).report !== null, { timeout: 30_000 }).toBe(true)
    await database.pool.query(`UPDATE smoke_run SET "cancelRequestedAt" = now() WHERE id = $1`, [id])
    await training
    expect((await rowOf(id)).status).toBe('cancelled')
    const runs = await database.db.trainingRun.findMany({ where: { smokeRunId: id } })
    expect(runs.every(({ status }) => status === 'killed')).toBe(true)
  })

  test('goes back to the queue when its worker dies, and another one finishes it', async () => {
    const { id } = await order('none', 32)
    await database.pool.query(
      `UPDATE smoke_run SET status = 'running', attempt = 1, "leaseUntil" = now() - interval '1 s' WHERE id = $1`,
      [id],
    )
    const experiment = await database.db.trainingExperiment.findFirstOrThrow()
    const dead = await database.db.trainingRun.create({
      data: {
        experimentId: experiment.id,
        name: 'dense, seed 0',
        source: 'smoke',
        smokeRunId: id,
        createdBy: 'x',
      },
    })
    await reconcile(deps)
    expect(await rowOf(id)).toMatchObject({ status: 'queued', lost: 1, leaseUntil: null })
    await smokeTrain(deps, id)
    expect(await rowOf(id)).toMatchObject({ status: 'succeeded', attempt: 2 })
    const runs = await database.db.trainingRun.findMany({
      where: { smokeRunId: id },
      orderBy: { createdAt: 'asc' },
    })
    expect(runs.map(({ name, status }) => [name, status])).toEqual([
      [dead.name, 'killed'],
      ['dense, seed 0, attempt 2', 'finished'],
    ])
  })
})
