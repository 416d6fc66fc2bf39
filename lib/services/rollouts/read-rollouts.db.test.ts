import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RolloutRecord } from '#lib/contracts/rollouts.ts'
import { CURRENT_GATE_SET } from '#lib/domain/gates.ts'
import type { RewardTable } from '#lib/domain/training.ts'
import { environmentTraining } from '#lib/services/rollouts/environment-training.ts'
import { exportSft } from '#lib/services/rollouts/export-sft.ts'
import { getRollout } from '#lib/services/rollouts/get-rollout.ts'
import { getRolloutEvidence } from '#lib/services/rollouts/get-rollout-evidence.ts'
import { listRollouts } from '#lib/services/rollouts/list-rollouts.ts'
import { recordRollouts } from '#lib/services/rollouts/record-rollouts.ts'
import { rewardParts } from '#lib/services/rollouts/reward-parts.ts'
import { stepEnvironments } from '#lib/services/rollouts/step-environments.ts'
import {
  rolloutGroup,
  rolloutRecord,
  trainingRunFixture,
} from '#lib/services/rollouts/training-run.fixture.ts'
import { openTestServices, SYSTEM, type TestServices } from '#lib/services/services.fixture.ts'

let world: TestServices
beforeAll(async () => {
  world = await openTestServices()
})
afterAll(() => world.close())

type Made = { versions?: { id: string; contentHash: string }[]; rewardTable?: RewardTable | null }
async function runWith(rollouts: RolloutRecord[], options: Made = {}): Promise<string> {
  const runId = await trainingRunFixture(world, options)
  await recordRollouts({ ctx: world.as(SYSTEM), input: { runId, rollouts } })
  return runId
}
const viewer = async () => world.as(await world.user('viewer'))

describe('listRollouts', () => {
  test('newest step first, worst first within it; a cursor continues to the last', async () => {
    const runId = await runWith([
      ...rolloutGroup('a', 1, ['gold', null, 'below']),
      ...rolloutGroup('b', 2, ['median', 'median', 'silver']),
    ])
    const ctx = await viewer()
    const all = await listRollouts({ ctx, input: { runId } })
    expect(all.rollouts.map(({ step, reward }) => [step, reward])).toEqual([
      [2, 0.4],
      [2, 0.4],
      [2, 0.9],
      [1, 0.1],
      [1, 0.3],
      [1, 1],
    ])
    const found: string[] = []
    for (let after: string | null | undefined; after !== null; ) {
      const page = await listRollouts({ ctx, input: { runId, limit: 1, after } })
      expect(page.total).toBe(6)
      found.push(...page.rollouts.map(({ id }) => id))
      after = page.next
    }
    expect(found).toEqual(all.rollouts.map(({ id }) => id))
  })

  test('filters by steps, environment, split, outcome and tier; facets speak of the whole run', async () => {
    const runId = await runWith([
      ...rolloutGroup('a', 1, ['gold', null]),
      ...rolloutGroup('b', 2, ['gold', 'below'], { split: 'held-out' }),
    ])
    const ctx = await viewer()
    const count = async (input: object) => (await listRollouts({ ctx, input: { runId, ...input } })).total
    expect(await count({ fromStep: 2 })).toBe(2)
    expect(await count({ toStep: 1, outcome: 'invalid' })).toBe(1)
    expect(await count({ environment: 'a' })).toBe(2)
    expect(await count({ split: 'held-out', tier: 'gold' })).toBe(1)
    const { facets } = await listRollouts({ ctx, input: { runId, environment: 'a' } })
    expect(facets.tier).toEqual([
      { value: 'fail', count: 1 },
      { value: 'below', count: 1 },
      { value: 'gold', count: 2 },
    ])
    expect(facets.environment).toHaveLength(2)
    await expect(listRollouts({ ctx, input: { runId: randomUUID() } })).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})

test('from a rollout to the certificate and the person who approved it', async () => {
  const version = await world.version({ status: 'approved' })
  const reviewer = await world.user('reviewer', 'Rosa Reviewer')
  await world.database.db.approval.create({
    data: {
      versionId: version.id,
      contentHash: version.contentHash,
      gateSet: CURRENT_GATE_SET,
      reviewers: [reviewer.userId],
    },
  })
  const conversation = [{ role: 'assistant', content: 'import pandas' }]
  const record = { id: 'r', environment: version.slug, score: 1.2, tier: 'silver' as const }
  const evidence = { program: 'print(1)', output: 'ok', trajectory: conversation }
  const runId = await runWith([rolloutRecord({ ...record, ...evidence })], { versions: [version] })
  const ctx = await viewer()
  const rolloutId = (await listRollouts({ ctx, input: { runId } })).rollouts[0]?.id ?? ''
  expect(await getRollout({ ctx, input: { rolloutId } })).toMatchObject({
    run: { id: runId, rewardTable: 'released' },
    version: { slug: version.slug, number: 1 },
    trail: {
      contentHash: version.contentHash,
      certificate: 'full',
      approval: { reviewers: ['Rosa Reviewer'], stale: false },
    },
    evidence: { allowed: false },
  })
  expect(await getRolloutEvidence({ ctx: world.as(reviewer), input: { rolloutId } })).toEqual(evidence)
  expect(await environmentTraining({ ctx, input: { id: version.slug } })).toMatchObject({
    runs: [{ runId, version: 1, rollouts: 1, medalRate: 1, validRate: 1, meanReward: 0.9 }],
  })
})

test('a dip is explained by the environments that fell, with what they paid before', async () => {
  const good = ['silver', 'silver', 'silver', 'silver'] as const
  const bad = [null, null, null, null]
  const before = [1, 2, 3].flatMap((step) => [
    ...rolloutGroup('steady', step, good),
    ...rolloutGroup('fallen', step, good),
  ])
  const infra = rolloutRecord({ id: 'i', step: 4, environment: 'fallen', outcome: 'infra', tier: undefined })
  const runId = await runWith([
    ...before,
    ...rolloutGroup('steady', 4, good),
    ...rolloutGroup('fallen', 4, bad),
    ...rolloutGroup('steady', 4, bad, { split: 'validation' }),
    infra,
  ])
  const ctx = await viewer()
  const steps = { runId, fromStep: 4, toStep: 4 }
  const dip = await stepEnvironments({ ctx, input: steps })
  expect(dip).toMatchObject({
    meanReward: 0.5,
    split: 'train',
    splits: [
      { split: 'train', rollouts: 9 },
      { split: 'validation', rollouts: 4 },
    ],
    environments: [
      {
        environment: 'fallen',
        rollouts: 4,
        infra: 1,
        medals: 0,
        valid: 0,
        before: { of: 'environment', rollouts: 12 },
        worst: { reward: 0.1, outcome: 'invalid' },
      },
      { environment: 'steady', pull: expect.closeTo(0), medals: 4 },
    ],
  })
  const checked = await stepEnvironments({ ctx, input: { ...steps, split: 'validation' } })
  expect(checked.environments).toMatchObject([{ environment: 'steady', before: null, pull: null }])
  expect(dip.environments[0]?.pull).toBeCloseTo(0.4)
  const all = await stepEnvironments({ ctx, input: { ...steps, split: 'all' } })
  expect(all.meanReward).toBeCloseTo((4 * 0.9 + 8 * 0.1) / 12)
})

describe('rewardParts', () => {
  test('the parts of each bucket sum to its mean reward, which is that of its rollouts', async () => {
    const rollouts = Array.from({ length: 30 }, (_, at) =>
      rolloutGroup('a', at, [null, 'below', 'median', 'bronze', at % 2 ? 'silver' : 'gold']),
    ).flat()
    const runId = await runWith(
      [...rollouts, rolloutRecord({ outcome: 'infra', tier: undefined, step: 3 })],
      {
        rewardTable: 'paper',
      },
    )
    const ctx = await viewer()
    const view = await rewardParts({ ctx, input: { runId, buckets: 7 } })
    expect(view).toMatchObject({ rewardTable: 'paper', width: 5, rollouts: 150 })
    expect(view.buckets.map(({ fromStep }) => fromStep)).toEqual([0, 5, 10, 15, 20, 25])
    for (const bucket of view.buckets) {
      const sum = Object.values(bucket.parts).reduce((a, b) => a + b, bucket.undivided)
      expect(sum).toBeCloseTo(bucket.meanReward, 9)
      expect(bucket).toMatchObject({ rollouts: 25, undivided: 0, medalRate: 0.4, validRate: 0.8 })
    }
    expect((await rewardParts({ ctx, input: { runId, environment: 'b' } })).buckets).toEqual([])
  })

  test('rollouts under held-out feedback are in no mean with others, and are marked', async () => {
    const rows = { train: 3, test: 1250, feedback: 250 }
    const open = await world.version({ task: { rows, feedback: { kind: 'validation-score', gradings: 20 } } })
    const held = await world.version({ task: { feedback: { kind: 'held-out-score', gradings: 20 } } })
    const [apart, alone] = [
      [
        ...rolloutGroup(open.slug, 1, ['below', 'below']),
        ...rolloutGroup(held.slug, 1, ['gold', 'gold', 'gold']),
      ],
      rolloutGroup(held.slug, 1, ['gold', 'below']),
    ]
    const versions = [open, held]
    const ctx = await viewer()
    const runId = await runWith(apart, { versions, rewardTable: 'paper' })
    const mixed = await rewardParts({ ctx, input: { runId } })
    expect(mixed).toMatchObject({ feedback: 'other', leftOut: 3, rollouts: 2 })
    expect(mixed.buckets).toMatchObject([{ rollouts: 2, medalRate: 0 }])
    const only = await rewardParts({ ctx, input: { runId: await runWith(alone, { versions }) } })
    expect(only).toMatchObject({ feedback: 'held-out', leftOut: 0, rollouts: 2 })
    const { rollouts } = await listRollouts({ ctx, input: { runId } })
    expect(new Set(rollouts.map(({ version }) => `${version?.slug} ${version?.feedback}`))).toEqual(
      new Set([`${open.slug} validation-score`, `${held.slug} held-out-score`]),
    )
  })

  test("a trainer's own reward is shown as undivided", async () => {
    const runId = await runWith([rolloutRecord({ reward: -1.5 })], { rewardTable: null })
    expect((await rewardParts({ ctx: await viewer(), input: { runId } })).buckets).toMatchObject([
      { meanReward: -1.5, undivided: -1.5, parts: { gold: 0 } },
    ])
  })
})

test('conversations are exported as JSON lines, filtered by reward, validity and split, and it is on record', async () => {
  const version = await world.version({ status: 'approved' })
  const trajectory = [{ role: 'user', content: 'Solve it.' }]
  const runId = await runWith(
    [
      ...rolloutGroup(version.slug, 1, ['gold', 'below', null], { trajectory }),
      ...rolloutGroup(version.slug, 1, ['gold'], { trajectory, split: 'validation' }),
      ...rolloutGroup(version.slug, 2, ['gold']),
    ],
    { versions: [version] },
  )
  const ctx = world.as(await world.user('researcher'))
  const lines = async (input: object) => {
    const parts: string[] = []
    for await (const line of (await exportSft({ ctx, input: { runId, ...input } })).lines)
      parts.push(new TextDecoder().decode(line))
    return parts.map((line) => JSON.parse(line))
  }
  expect(await lines({ minReward: '0.8', split: 'train' })).toEqual([
    {
      messages: trajectory,
      reward: 1,
      tier: 'gold',
      environment: version.slug,
      contentHash: version.contentHash,
    },
  ])
  expect(await lines({})).toHaveLength(3)
  expect(await lines({ valid: 'false' })).toHaveLength(4)
  const record = { verb: 'training.export-sft', entityId: runId }
  expect(await world.database.db.audit.count({ where: record })).toBe(3)
})
