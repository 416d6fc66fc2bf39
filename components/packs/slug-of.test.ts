import { expect, test } from 'vitest'
import { slugOf } from '#components/packs/slug-of.ts'

test.each([
  ['Vines & tides, 2nd try', 'vines-tides-2nd-try'],
  ['  Évaluation  ', 'evaluation'],
  ['砂', ''],
  [`${'a'.repeat(62)} b`, 'a'.repeat(62)],
])('%s', (title, slug) => {
  expect(slugOf(title)).toBe(slug)
})
