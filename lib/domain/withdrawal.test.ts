import { expect, test } from 'vitest'
import { UNDO_S, withdrawalObjection } from '#lib/domain/withdrawal.ts'

test.each([
  ['while nothing is decided, however old', { status: 'in-review', ageS: 90_000, built: null }],
  ['an approval at once', { status: 'approved', ageS: 0, built: null }],
  ['an approval at the last second', { status: 'approved', ageS: UNDO_S, built: null }],
  ['a request for changes at once', { status: 'changes-requested', ageS: 1, built: null }],
] as const)('can be taken back: %s', (_name, verdict) => {
  expect(withdrawalObjection(verdict)).toBeNull()
})

test.each([
  [
    'an approval after the time',
    { status: 'approved', ageS: UNDO_S + 0.1, built: null },
    'Retire the version',
  ],
  ['a request after the time', { status: 'changes-requested', ageS: 31, built: null }, 'next version'],
  [
    'what a pack contains',
    { status: 'approved', ageS: 2, built: 'a pack contains it' },
    'a pack contains it',
  ],
  ['what is retired', { status: 'retired', ageS: 2, built: null }, 'retired'],
  ['what is not judged', { status: 'verified', ageS: 2, built: null }, 'no decision'],
] as const)('stays: %s', (_name, verdict, reason) => {
  expect(withdrawalObjection(verdict)).toContain(reason)
})
