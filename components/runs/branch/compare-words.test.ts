import { expect, test } from 'vitest'
import {
  differenceWords,
  intervalWords,
  valueWords,
  verdictWords,
} from '#components/runs/branch/compare-words.ts'

test('a cost that is not a whole number of micro-dollars is rounded to one', () => {
  expect(valueWords({ value: 139_672.5, low: 1, high: 2, n: 6 }, 'usd')).toBe('0.139673 USD')
  expect(valueWords(null, 'usd')).toBe('–')
})

test('an interval says what bounds it, and how many it comes from', () => {
  expect(intervalWords({ value: 0.5, low: 0.2, high: 0.8, n: 6 }, 'share', 5)).toBe('20 % to 80 %, of 6')
  expect(intervalWords({ value: 2, low: 1, high: null, n: 6 }, 'minutes', 5)).toBe(
    '1.00 min to no bound, of 6',
  )
  expect(intervalWords({ value: 2, low: null, high: null, n: 3 }, 'minutes', 5)).toBe(
    'of 3: no interval below 5',
  )
})

test('a difference that chance could have made is called not separable', () => {
  const even = { kind: 'not-separable', value: -0.1, low: -0.4, high: 0.2, n: 8 } as const
  expect(differenceWords(even, 'share')).toBe('−10 %')
  expect(verdictWords(even, 'share')).toBe('not separable: −40 % to +20 %')
  expect(verdictWords({ kind: 'too-few', n: 2, needed: 5 }, 'usd')).toBe('2 to compare; 5 are needed')
  expect(verdictWords({ kind: 'too-few', n: 6, needed: 5 }, 'usd')).toBe('nothing to compare on one side')
})
