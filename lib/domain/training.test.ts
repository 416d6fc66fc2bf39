import { expect, test } from 'vitest'
import { siblingBase, siblingName } from '#lib/domain/training.ts'

test.each(['vineyard-brix', 'a', 'odd.sibling'])('the sibling of %s is known by its name', (slug) => {
  expect(siblingBase(siblingName(slug))).toBe(slug)
})

test.each(['vineyard-brix', 'sibling', 'x.sibling.y', 'x_sibling'])('%s is nobody’s sibling', (name) => {
  expect(siblingBase(name)).toBeNull()
})
