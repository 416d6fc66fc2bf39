import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '#lib/domain/capabilities.ts'
import type { UserRole } from '#lib/domain/vocabulary.ts'
import { taskFixture } from '#lib/packs/task.fixture.ts'
import { contentHashOf } from '#lib/packs/task-format.ts'
import { listConnections } from '#lib/services/connections/list-connections.ts'
import { judgeFinding } from '#lib/services/model-reviews/judge-finding.ts'
import { listModelReviews } from '#lib/services/model-reviews/list-model-reviews.ts'
import { listPrecision } from '#lib/services/model-reviews/read-precision.ts'
import { requestModelReview } from '#lib/services/model-reviews/request-model-review.ts'
import { MODEL_REVIEW, reviewVersion } from '#workers/handlers/review-version.ts'
import { reconcileKind } from '#workers/maintenance/reconcile.ts'
import { loadPrompts } from '#workers/models/load-prompts.ts'
import { type ModelWorld, openModelWorld, PRICE } from '#workers/models/model-world.fixture.ts'

let world: ModelWorld
let deps: Parameters<typeof reviewVersion>[0]
let connectionId = ''
const jobs: string[] = []
const queue = { enqueue: async (_tx: unknown, job: { id: string }) => void jobs.push(job.id) }

beforeAll(async () => {
  world = await openModelWorld()
  deps = {
    ...world.deps,
    queue,
    prompts: await loadPrompts(),
    workerId: 'w',
    stopping: new AbortController().signal,
  }
  const prices = Object.fromEntries(
    ['tiny-churn', 'tiny-churn+500', 'tiny-churn+wrong-schema', 'tiny-churn+wrong-key'].map((model) => [
      model,
      PRICE,
    ]),
  )
  connectionId = await world.connection({ prices })
})
afterAll(() => world.close())
beforeEach(() => {
  jobs.length = 0
})

async function person(role: UserRole): Promise<Actor & { kind: 'user' }> {
  const id = randomUUID()
  await world.db.user.create({ data: { id, name: role, email: `${id}@example.org`, role } })
  return { kind: 'user', userId: id, name: role, role }
}
const as = (actor: Actor) => ({ db: world.db, blobs: deps.blobs, queue, actor, requestId: 'test' })

async function version(authorId = 'author') {
  const { task, manifest, files } = taskFixture(`t-${randomUUID().slice(0, 8)}`)
  for (const content of files.values()) await deps.blobs.put(content)
  const environment = await world.db.environment.create({ data: { slug: task.slug, title: task.title } })
  const { modality, task: taskType, metric, direction, runtimeHash, specSha256, title } = task
  return world.db.version.create({
    data: {
      environmentId: environment.id,
      number: 1,
      contentHash: contentHashOf(manifest),
      status: 'in-review',
      authorId,
      editorId: authorId,
      title,
      domain: 'energy/solar-yield',
      modality,
      taskType,
      metric,
      direction,
      runtimeHash,
      engineVersion: 'e',
      specSha256,
      task: JSON.parse(JSON.stringify(task)),
      manifest: JSON.parse(JSON.stringify(manifest)),
    },
  })
}
const request = async (versionId: string, model = 'tiny-churn', capMicroUsd = 1_000_000) =>
  requestModelReview({
    ctx: as(await person('researcher')),
    input: { versionId, player: world.player(connectionId, model), capMicroUsd },
  })
const work = async () => {
  for (const id of jobs.splice(0)) await reviewVersion(deps, id)
}
const read = async (versionId: string) =>
  listModelReviews({ ctx: as(await person('reviewer')), input: { versionId } })

describe('a model reads a version', () => {
  test('findings that point at text which is there are kept; the hallucinated one is refused and counted', async () => {
    const { id } = await version()
    expect((await request(id)).reviews).toMatchObject([{ status: 'queued' }])
    await work()
    const { reviews, findings } = await read(id)
    expect(reviews).toMatchObject([
      {
        status: 'finished',
        prompt: 'v1',
        error: null,
        refused: { unanchored: 1, malformed: 1, repeated: 0 },
      },
    ])
    expect(findings.map(({ file, line, quote, column }) => [file, line, quote, column])).toEqual([
      ['agent/description.md', 3, 'Predict the yield.', null],
      ['agent/train.csv', 2, 'north', 'site'],
    ])
    expect(await world.db.modelFinding.count({ where: { quote: { contains: 'mean_absolute' } } })).toBe(0)
  })

  test('it is paid through the same ledger: held, settled, and counted against the connection', async () => {
    const { id } = await version()
    const spent = async () =>
      (await listConnections({ ctx: as(await person('owner')) })).connections[0]?.spentMicroUsd ?? 0
    const before = await spent()
    await request(id)
    await work()
    const { reviews } = await read(id)
    expect(reviews[0]?.costMicroUsd).toBeGreaterThan(0)
    expect(await spent()).toBe(before + (reviews[0]?.costMicroUsd ?? 0))
    const [row] = await world.db.exchange.findMany({ where: { modelReviewId: reviews[0]?.id ?? '' } })
    expect(row).toMatchObject({ role: 'reviewer', status: 'answered', runId: null, candidateId: null })
  })

  test('a cap below one answer: nothing is sent', async () => {
    const { id } = await version()
    const asked = (await world.served('tiny-churn')).length
    await request(id, 'tiny-churn', 10)
    await work()
    expect((await read(id)).reviews).toMatchObject([
      { status: 'failed', costMicroUsd: 0, error: expect.stringContaining('cap of this review') },
    ])
    expect((await world.served('tiny-churn')).length).toBe(asked)
  })

  test('two clicks ask once; the same model again repeats itself, which is not another finding', async () => {
    const { id } = await version()
    await Promise.all([request(id), request(id)])
    await work()
    await request(id)
    await work()
    const { reviews, findings } = await read(id)
    expect(reviews.map(({ refused }) => refused.repeated)).toEqual([2, 0])
    expect(findings).toHaveLength(2)
    // The very same question was answered before.
    expect(reviews[0]?.costMicroUsd).toBe(0)
  })

  test('an answer without usable findings fails after its corrections, a provider that refuses at once', async () => {
    const { id } = await version()
    await request(id, 'tiny-churn+wrong-schema')
    await request(id, 'tiny-churn+wrong-key')
    await work()
    const { reviews, findings } = await read(id)
    expect(reviews.map(({ status }) => status)).toEqual(['failed', 'failed'])
    expect(findings).toEqual([])
    expect(reviews.find(({ model }) => model.endsWith('schema'))?.exchanges).toHaveLength(4)
  })

  test('a worker that died: its request is lost at its full price, and the next one reads', async () => {
    const { id } = await version()
    const { reviews } = await request(id)
    const reviewId = reviews[0]?.id ?? ''
    const dead = { status: 'running', attempt: 1, leaseUntil: new Date(0) } as const
    await world.db.modelReview.update({ where: { id: reviewId }, data: dead })
    await world.db.exchange.create({
      data: {
        modelReviewId: reviewId,
        connectionId,
        model: 'tiny-churn',
        role: 'reviewer',
        repair: 0,
        turn: 0,
        try: 1,
        promptHash: 'p',
        requestHash: 'r',
        requestBlob: 'b',
        reservedMicroUsd: 77n,
        attempt: 1,
      },
    })
    jobs.length = 0
    expect((await reconcileKind(deps, MODEL_REVIEW)).requeued).toBe(1)
    await work()
    const rows = await world.db.exchange.findMany({
      where: { modelReviewId: reviewId },
      orderBy: { try: 'asc' },
    })
    expect(rows.map(({ status, attempt }) => [status, attempt])).toEqual([
      ['lost', 1],
      ['answered', 2],
    ])
    expect(rows[0]?.costMicroUsd).toBe(77n)
    expect((await read(id)).reviews[0]?.status).toBe('finished')
  })
})

describe('people and findings', () => {
  test('a judgement holds until another one; both stay on record, and precision follows', async () => {
    const { id } = await version()
    await request(id)
    await work()
    const { findings } = await read(id)
    const reviewer = await person('reviewer')
    const finding = findings[0]?.id ?? ''
    const before = await listPrecision({ ctx: as(reviewer) })
    const judge = (verdict: 'confirmed' | 'refuted') =>
      judgeFinding({ ctx: as(reviewer), input: { id: finding, verdict } })
    await judge('confirmed')
    await judge('confirmed')
    const after = await judge('refuted')
    expect(after.findings[0]?.judgement).toMatchObject({ verdict: 'refuted', byName: 'reviewer' })
    expect(await world.db.findingJudgement.count({ where: { findingId: finding } })).toBe(2)
    const of = ({ rows }: typeof before) => rows.find(({ criterion }) => criterion === 'statement')
    const now = await listPrecision({ ctx: as(reviewer) })
    expect(of(now)).toMatchObject({
      confirmed: of(before)?.confirmed,
      judged: (of(before)?.judged ?? 0) + 1,
    })
  })

  test('nobody judges findings on their own work; viewers see none, and researchers only ask', async () => {
    const author = await person('owner')
    const { id } = await version(author.userId)
    await request(id)
    await work()
    const { findings, can } = await listModelReviews({ ctx: as(author), input: { versionId: id } })
    expect(can.judge).toMatchObject({ allowed: false })
    const input = { id: findings[0]?.id ?? '', verdict: 'refuted' as const }
    await expect(judgeFinding({ ctx: as(author), input })).rejects.toMatchObject({ code: 'forbidden' })
    for (const role of ['viewer', 'researcher'] as const)
      await expect(judgeFinding({ ctx: as(await person(role)), input })).rejects.toMatchObject({
        code: 'forbidden',
      })
    await expect(
      listModelReviews({ ctx: as(await person('viewer')), input: { versionId: id } }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    await expect(listPrecision({ ctx: as(await person('viewer')) })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const player = world.player(connectionId, 'tiny-churn')
    for (const role of ['viewer', 'reviewer'] as const)
      await expect(
        requestModelReview({
          ctx: as(await person(role)),
          input: { versionId: id, player, capMicroUsd: 1000 },
        }),
      ).rejects.toMatchObject({ code: 'forbidden' })
  })
})
