import { describe, expect, test } from 'vitest'
import { groupAdvantages, isLive } from '#lib/training/smoke/advantages.ts'
import { groupSizes, LEARNER, settingsAt } from '#lib/training/smoke/learner.ts'
import {
  choicesOf,
  entropies,
  greedyPicks,
  type Lesson,
  newPolicy,
  parametersOf,
  samplePicks,
  updatePolicy,
} from '#lib/training/smoke/policy.ts'
import { randomOf } from '#lib/training/smoke/random.ts'
import { sampleEnvironments } from '#lib/training/smoke/sample-environments.ts'

const SLOTS = { model: ['linear', 'forest'], view: ['table', 'pixels', 'words'], scaling: ['none', 'scale'] }
/** Two tasks that a policy can tell apart. */
const TABLE = [1, 1, 0]
const IMAGE = [1, 0, 1]
const STEPS = 60

/** Trains against a rule: pays for the view that fits the task, and for `scale` under a linear model. */
function trained(seed: number, pays: (features: readonly number[], picks: readonly number[]) => number) {
  const policy = newPolicy(SLOTS, 3)
  const random = randomOf('test', seed)
  for (let step = 0; step < STEPS; step++) {
    const lessons = [TABLE, IMAGE].flatMap((features): Lesson[] => {
      const group = Array.from({ length: 8 }, () => samplePicks(policy, features, random))
      const advantages = groupAdvantages(group.map((picks) => pays(features, picks)))
      return group.map((picks, i) => ({ features, picks, advantage: advantages[i] ?? 0 }))
    })
    updatePolicy(policy, lessons, settingsAt(step, STEPS))
  }
  return policy
}

describe('the policy', () => {
  test('learns what fits each task, and what fits the model that it chose', () => {
    const policy = trained(0, (features, [model = 0, view = 0, scaling = 0]) => {
      const fits = view === (features[1] === 1 ? 0 : 1)
      return Number(fits) + 0.5 * Number(model === 0 && scaling === 1)
    })
    expect(choicesOf(policy, greedyPicks(policy, TABLE))).toEqual({
      model: 'linear',
      view: 'table',
      scaling: 'scale',
    })
    expect(choicesOf(policy, greedyPicks(policy, IMAGE))).toMatchObject({ view: 'pixels', scaling: 'scale' })
  })

  test('is a function of its seed', () => {
    const pays = (_: readonly number[], picks: readonly number[]) => picks[1] ?? 0
    expect(trained(3, pays).layers).toEqual(trained(3, pays).layers)
    expect(trained(4, pays).layers).not.toEqual(trained(3, pays).layers)
  })

  test('stays undecided where every reward is equal, and begins undecided', () => {
    const policy = trained(1, () => 0.1)
    expect(entropies(policy, [TABLE]).view).toBeCloseTo(Math.log(3), 6)
    expect(parametersOf(policy)).toBe(2 * 3 + 3 * 5 + 2 * 5)
  })
})

test('advantages of a flat group are zero, of others they have mean 0', () => {
  expect(isLive([0.1, 0.1])).toBe(false)
  expect(groupAdvantages([0.1, 0.1])).toEqual([0, 0])
  const spread = groupAdvantages([0.1, 0.3, 0.8, 0.1])
  expect(spread.reduce((sum, x) => sum + x, 0)).toBeCloseTo(0, 9)
  expect(Math.max(...spread)).toBe(spread[2])
})

test('environments keep pace, and live ones go ahead of dead ones', () => {
  const random = randomOf('pace')
  const seen = Array.from({ length: 8 }, () => ({ groups: 0, live: 0 }))
  for (let step = 0; step < 40; step++)
    for (const index of sampleEnvironments(seen, LEARNER.environmentsAStep, random)) {
      const one = seen[index] ?? { groups: 0, live: 0 }
      seen[index] = { groups: one.groups + 1, live: one.live + Number(index !== 0) }
    }
  const groups = seen.map((one) => one.groups)
  expect(Math.max(...groups.slice(1)) - Math.min(...groups.slice(1))).toBeLessThanOrEqual(4)
  expect(groups[0]).toBeLessThan(Math.min(...groups.slice(1)))
  expect(groups[0]).toBeGreaterThan(0)
})

test('a step is shared by the environments that there are, without loss', () => {
  expect([1, 2, 3, 4].map(groupSizes)).toEqual([[32], [16, 16], [11, 11, 10], [8, 8, 8, 8]])
})
