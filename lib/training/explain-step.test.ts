import { expect, test } from 'vitest'
import { explainStep } from '#lib/training/explain-step.ts'

const within = [
  { environment: 'steady', rollouts: 8, meanReward: 0.8 },
  { environment: 'fallen', rollouts: 8, meanReward: 0.1 },
  { environment: 'new', rollouts: 16, meanReward: 0.3 },
]
const before = [
  { environment: 'steady', mean: 0.8, rollouts: 64 },
  { environment: 'fallen', mean: 0.9, rollouts: 64 },
]
const run = { mean: 0.85, rollouts: 256 }

test('the pulls sum to how far the mean fell, and the strongest comes first', () => {
  const { meanReward, environments } = explainStep(within, before, run)
  expect(meanReward).toBeCloseTo((8 * 0.8 + 8 * 0.1 + 16 * 0.3) / 32)
  expect(environments.map(({ environment }) => environment)).toEqual(['new', 'fallen', 'steady'])
  const then = (8 * 0.8 + 8 * 0.9 + 16 * 0.85) / 32
  expect(environments.reduce((sum, { pull }) => sum + (pull ?? 0), 0)).toBeCloseTo(then - (meanReward ?? 0))
  expect(environments[0]).toMatchObject({ before: { of: 'run', mean: 0.85 }, pull: 0.5 * 0.55 })
  expect(environments[2]?.pull).toBe(0)
})

test('at the start of a run nothing was before: the worst mean comes first', () => {
  const { environments } = explainStep(within, [], null)
  expect(environments.map(({ environment, pull, before: base }) => [environment, pull, base])).toEqual([
    ['fallen', null, null],
    ['new', null, null],
    ['steady', null, null],
  ])
})

test('steps without rollouts have no mean', () => {
  expect(explainStep([], before, run)).toEqual({ meanReward: null, environments: [] })
})
