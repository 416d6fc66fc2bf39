import { afterAll, beforeAll, expect, test } from 'vitest'
import { retireVersion } from '#lib/services/environments/retire-version.ts'
import { recordRollouts } from '#lib/services/rollouts/record-rollouts.ts'
import { trainingEnvironments } from '#lib/services/rollouts/training-environments.ts'
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

const steps = Array.from({ length: 12 }, (_, at) => at + 1)

test('a constant-reward environment is flagged from logs alone', async () => {
  const runId = await trainingRunFixture(world, { rewardTable: null })
  const alike = (reward: number) => ({ outcome: 'scored', tier: 'below', reward }) as const
  const rollouts = steps.slice(0, 5).flatMap((step) => [
    ...rolloutGroup('constant', step, ['below', 'below', 'below', 'below'], { reward: 0.3 }),
    ...[0.1, 0.4, 0.2, 0.9].map((reward, at) =>
      rolloutRecord({
        ...alike(reward),
        id: `v-${step}-${at}`,
        step,
        group: `v-${step}`,
        environment: 'varied',
      }),
    ),
  ])
  await recordRollouts({ ctx: world.as(SYSTEM), input: { runId, rollouts } })
  const { environments } = await trainingEnvironments({
    ctx: world.as(await world.user('viewer')),
    input: { runId },
  })
  expect(environments).toMatchObject([
    {
      environment: 'constant',
      verdict: 'too-hard',
      groups: 5,
      deadGroups: 5,
      deadSince: 1,
      version: null,
      reason: expect.stringContaining('100 % of 5 groups have no spread of reward'),
    },
    { environment: 'varied', verdict: 'healthy', groups: 5, deadGroups: 0, deadSince: null },
  ])
})

test('saturated, broken, timed-out and barely met environments are told apart; the machine is not evidence', async () => {
  const version = await world.version({ status: 'approved' })
  const seedId = await world.seed('vineyard')
  const run = await world.database.db.run.create({
    data: { name: 'r', request: {}, idempotencyKey: 'key-signals', createdBy: 'system' },
  })
  await world.database.db.candidate.create({
    data: { runId: run.id, ordinal: 0, seedId, versionId: version.id },
  })
  const runId = await trainingRunFixture(world, { versions: [version] })
  const rollouts = steps.flatMap((step) => [
    ...rolloutGroup(version.slug, step, step < 4 ? ['gold', null] : ['gold', 'gold']),
    ...rolloutGroup('refusing', step, [null, null]),
    ...rolloutGroup('slow', step, ['below', null]).map((one, at) =>
      at === 0 ? one : { ...one, outcome: 'timeout' as const },
    ),
    ...rolloutGroup('alive', step, ['gold', 'below']),
    ...rolloutGroup('unlucky', step, ['gold', null]).map((one) =>
      step === 1 ? one : rolloutRecord({ ...one, outcome: 'infra', tier: undefined }),
    ),
  ])
  await recordRollouts({ ctx: world.as(SYSTEM), input: { runId, rollouts } })
  const ctx = world.as(await world.user('researcher'))
  const { environments, can } = await trainingEnvironments({ ctx, input: { runId } })
  expect(environments).toMatchObject([
    { environment: 'refusing', verdict: 'broken', valid: 0, formOnly: 24, proposal: 'retire' },
    { environment: 'slow', verdict: 'broken', timeouts: 12 },
    {
      environment: version.slug,
      verdict: 'too-easy',
      deadSince: 4,
      proposal: 'raise-difficulty',
      version: { id: version.id },
      status: 'approved',
      seedId,
    },
    { environment: 'alive', verdict: 'healthy' },
    { environment: 'unlucky', verdict: 'too-few', rollouts: 2, infra: 22 },
  ])
  expect(can).toEqual({ retire: { allowed: true }, startRun: { allowed: true } })
})

test('an approved version is retired once, for a reason that is on record', async () => {
  const { id } = await world.version({ status: 'approved' })
  const ctx = world.as(await world.user('researcher'))
  const retire = () => retireVersion({ ctx, input: { versionId: id, reason: 'Saturated since step 41.' } })
  await expect(retireVersion({ ctx, input: { versionId: id, reason: ' ' } })).rejects.toMatchObject({
    code: 'invalid',
  })
  expect(await retire()).toEqual({ versionId: id, status: 'retired' })
  await expect(retire()).rejects.toMatchObject({ code: 'precondition' })
  expect(
    await world.database.db.audit.findMany({ where: { entityId: id, verb: 'environment.retire' } }),
  ).toMatchObject([{ detail: { reason: 'Saturated since step 41.' } }])
})
