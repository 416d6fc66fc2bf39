import { expect, test } from 'vitest'
import { prepareRewardParts, rewardPartsCsv } from '#components/charts/prepare-reward-parts.ts'

const none = { format: 0, execute: 0, median: 0, bronze: 0, silver: 0, gold: 0 }
const bucket = (fromStep: number, parts: object, meanReward: number) => ({
  fromStep,
  toStep: fromStep + 3,
  rollouts: 32,
  meanReward,
  parts: { ...none, ...parts },
  undivided: 0,
  medalRate: 0.25,
  validRate: 0.5,
})
const view = {
  rewardTable: 'released' as const,
  split: 'train' as const,
  feedback: 'other' as const,
  leftOut: 0,
  width: 4,
  rollouts: 64,
  buckets: [
    bucket(0, { format: 0.1, execute: 0.1 }, 0.2),
    bucket(4, { format: 0.1, execute: 0.2, gold: 0.35 }, 0.65),
  ],
}

test('each row stacks to its mean reward; parts that never paid are not layers', () => {
  const { rows, layers } = prepareRewardParts(view)
  expect(layers).toEqual(['format', 'execute', 'gold'])
  for (const row of rows)
    expect(layers.reduce((sum, layer) => sum + row[layer], 0)).toBeCloseTo(row.meanReward)
  expect(rows.map(({ step, label }) => [step, label])).toEqual([
    [1.5, '0 to 3'],
    [5.5, '4 to 7'],
  ])
})

test('the sentence says from where to where, over how much, and how coarse', () => {
  expect(prepareRewardParts(view).sentence).toBe(
    'Mean reward from 0.200 at step 0 to 3 to 0.650 at step 4 to 7, over 64 train rollouts, divided into what was paid for; 4 steps to a point.',
  )
  expect(prepareRewardParts({ ...view, rollouts: 0, buckets: [] })).toEqual({
    rows: [],
    layers: [],
    sentence: 'No rollout has been recorded.',
  })
})

test('the CSV holds every number of the answer', () => {
  const [head, first] = rewardPartsCsv(prepareRewardParts(view).rows)
  expect(head).toHaveLength(13)
  expect(first).toEqual([0, 3, 32, 0.2, 0.1, 0.1, 0, 0, 0, 0, 0, 0.25, 0.5])
})
