import { expect, test } from 'vitest'
import { invalid } from '#lib/domain/errors.ts'
import { settleRollout } from '#lib/training/settle-rollout.ts'
import { noneRight, readRollouts, settleEach } from '#lib/training/settle-rollouts.ts'

const record = (id: string, over: object = {}) => ({
  id,
  step: 1,
  group: 'g',
  environment: 'solar',
  outcome: 'scored',
  tier: 'below',
  ...over,
})
const settle = (records: readonly unknown[]) => {
  const { read, refused } = readRollouts(records)
  const done = settleEach(read, (one) => ({
    id: one.id,
    ...settleRollout(one, { table: 'released', version: null }),
  }))
  return { ids: done.settled.map(({ id }) => id), refused: [...refused, ...done.refused] }
}

test('each record stands by itself: what is wrong is named with place and name', () => {
  const { ids, refused } = settle([
    record('a'),
    record('parts', { reward: 0.5, parts: { format: 0.1 } }),
    record('break', { environment: 'a\nb' }),
    record('more', { extra: 1 }),
    record('lost', { outcome: 'lost' }),
    record('score', { outcome: 'failed', tier: undefined, score: 2 }),
    null,
    { id: 7 },
    record('b'),
  ])
  expect(ids).toEqual(['a', 'b'])
  expect(refused.map(({ at, id }) => [at, id])).toEqual([
    [2, 'break'],
    [3, 'more'],
    [4, 'lost'],
    [6, null],
    [7, null],
    [1, 'parts'],
    [5, 'score'],
  ])
  expect(refused[5]?.message).toBe('Rollout parts: the parts sum to 0.1, the reward is 0.5.')
  expect(refused[2]?.message).toMatch(/^outcome: /)
})

test('a name counts once, and a right record of a name whose first was wrong is taken', () => {
  const { ids, refused } = settle([record('a'), record('a'), record('b', { reward: 7 }), record('b')])
  expect(ids).toEqual(['a', 'b'])
  expect(refused.map(({ at }) => at)).toEqual([2])
})

test('a record with other values under a name that was taken is named, and the first one stays', () => {
  const { read } = readRollouts([
    record('a', { tier: 'gold', reward: 1 }),
    record('a', { tier: 'gold' }),
    record('a', { tier: 'gold', reward: 0.3 }),
    record('b', { score: 2 }),
    record('b', { score: 3, step: 2 }),
    record('kept', { environment: 'wind' }),
  ])
  const kept = { step: 1, group: 'g', split: 'train', environment: 'solar', outcome: 'scored' }
  const stored = new Map([['kept', { ...kept, score: null, tier: 'below', reward: 0.1 }]])
  const { settled, refused } = settleEach(read, ({ id }) => id, stored)
  expect(settled).toEqual(['a', 'b'])
  expect(refused.map(({ at, message }) => [at, message.split(' (')[1]?.split(')')[0]])).toEqual([
    [2, 'reward 1, now 0.3'],
    [4, 'step 1, now 2; score 2, now 3'],
    [5, 'environment solar, now wind'],
  ])
})

test('a fault of ours is not a fault of a record', () => {
  const broken = () =>
    settleEach(readRollouts([record('a')]).read, () => {
      throw new TypeError('ours')
    })
  expect(broken).toThrow(TypeError)
})

test('a call without one right record names its first fault, and the places of twenty', () => {
  const faults = Array.from({ length: 30 }, (_, at) => ({
    at,
    id: `r-${at}`,
    message: `Rollout r-${at}: no.`,
  }))
  const error = noneRight(faults)
  expect(error.code).toBe(invalid('').code)
  expect(error.publicMessage).toBe('Rollout r-0: no. 29 more are wrong, and none is right.')
  expect(Object.keys(error.meta.fields as object)).toHaveLength(20)
  expect(noneRight(faults.slice(0, 1)).publicMessage).toBe('Rollout r-0: no.')
  // Without an end of its own, a number would run into the count.
  const unended = faults.slice(0, 2).map((fault) => ({ ...fault, message: 'the parts sum to 0.1' }))
  expect(noneRight(unended).publicMessage).toBe('the parts sum to 0.1. 1 more is wrong, and none is right.')
})
