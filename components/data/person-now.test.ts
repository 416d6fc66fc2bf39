import { expect, test } from 'vitest'
import { changeOf } from '#components/data/person-now.ts'

test.each([
  ['robin', 'robin', null],
  ['robin', null, null],
  [null, 'robin', null],
  ['robin', 'nobody', 'signed-out'],
  ['robin', 'quinn', 'another'],
] as const)('the page of %s, where %s is signed in: %s', (person, signedIn, change) => {
  expect(changeOf(person, signedIn)).toBe(change)
})
