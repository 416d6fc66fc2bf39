import { expect, test } from 'vitest'
import { extremesOf, withoutExtremes } from '#components/training/metric-extremes.ts'

const named = (...keys: string[]) => keys.map((key) => ({ key }))
const charts = (...keys: string[]) => withoutExtremes(named(...keys)).map(({ key }) => key)

test('lowest and highest of W&B are not charts of their own', () => {
  expect(charts('reward', 'reward__MIN', 'reward__MAX', 'loss')).toEqual(['reward', 'loss'])
  expect(extremesOf(named('reward', 'reward__MIN', 'reward__MAX'), 'reward')).toEqual({
    low: 'reward__MIN',
    high: 'reward__MAX',
  })
})

test('one of both is enough, as where the other equals the value', () => {
  expect(charts('kl', 'kl__MAX')).toEqual(['kl'])
  expect(extremesOf(named('kl', 'kl__MAX'), 'kl')).toEqual({ low: null, high: 'kl__MAX' })
  expect(extremesOf(named('kl'), 'kl')).toBeNull()
})

test('without the metric itself, or by another ending, a metric keeps its chart', () => {
  expect(charts('reward__MAX')).toEqual(['reward__MAX'])
  expect(charts('reward', 'reward/max', 'reward_MAX', 'reward__max')).toHaveLength(4)
  expect(charts('a__MIN', 'a__MIN__MAX')).toEqual(['a__MIN'])
})
