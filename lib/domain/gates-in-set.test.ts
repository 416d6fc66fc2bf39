import { expect, test } from 'vitest'
import { gatesInSet } from '#lib/domain/gates.ts'

test.each([
  ['full', 1, '8 of 8 gates of set 1'],
  ['quick', 1, '6 of 8 gates of set 1'],
  ['full', 99, '0 of 0 gates of set 99'],
] as const)('a %s certificate under set %i covers %s', (kind, set, words) => {
  expect(gatesInSet(kind, set)).toBe(words)
})
