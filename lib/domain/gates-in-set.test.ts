import { expect, test } from 'vitest'
import { CURRENT_GATE_SET, gatesInSet, newestSet } from '#lib/domain/gates.ts'

test.each([
  ['full', 1, '8 of 8 gates of set 1'],
  ['quick', 1, '6 of 8 gates of set 1'],
  ['full', 2, '9 of 9 gates of set 2'],
  ['quick', 2, '7 of 9 gates of set 2'],
  ['full', 99, '0 of 0 gates of set 99'],
] as const)('a %s certificate under set %i covers %s', (kind, set, words) => {
  expect(gatesInSet(kind, set)).toBe(words)
})

test('an old certificate is read under its own set', () => {
  expect(newestSet([{ gateSet: 1 }, { gateSet: 1 }])).toBe(1)
  expect(newestSet([{ gateSet: 1 }, { gateSet: 2 }])).toBe(2)
  expect(newestSet([])).toBe(CURRENT_GATE_SET)
})
