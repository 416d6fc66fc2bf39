import { expect, test } from 'vitest'
import { matching, withTaken } from '#components/packs/pick-environments.ts'

const one = (title: string, slug: string, modality: 'tabular' | 'image' = 'tabular') => ({
  title,
  slug,
  modality,
  metric: 'auc' as const,
  domain: 'health/enzyme-plate-well',
})
const ALL = [
  one('Enzyme plate well: Hit', 'enzyme-plate-well-hit-1a2b'),
  one('Enzyme plate well: Hit', 'enzyme-plate-well-hit-9f8e'),
  one('Leaf spot', 'leaf-spot-77aa', 'image'),
]
const slugs = (search: string) => matching(ALL, search).map(({ slug }) => slug.slice(-4))

test.each([
  ['', ['1a2b', '9f8e', '77aa']],
  ['   ', ['1a2b', '9f8e', '77aa']],
  ['9F8E', ['9f8e']],
  ['hit enzyme', ['1a2b', '9f8e']],
  ['image', ['77aa']],
  ['leaf hit', []],
  ['(.*', []],
])('the search %j finds %j', (search, found) => {
  expect(slugs(search)).toEqual(found)
})

test('none and all act on what is shown, and leave the rest as it was', () => {
  const none = withTaken(new Set(['x']), ['a', 'b'], false)
  expect([...none].sort()).toEqual(['a', 'b', 'x'])
  expect([...withTaken(none, ['a', 'c'], true)].sort()).toEqual(['b', 'x'])
  expect([...withTaken(new Set(), [], false)]).toEqual([])
})
