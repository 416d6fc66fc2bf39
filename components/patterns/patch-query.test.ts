import { expect, test } from 'vitest'
import { patchQuery } from '#components/patterns/patch-query.ts'

test('a patch sets, replaces and removes keys, in a stable order', () => {
  expect(patchQuery('sort=title&page=3', { page: null, modality: 'image' })).toBe(
    '?modality=image&sort=title',
  )
})

test('an empty value leaves no trace in the address', () => {
  expect(patchQuery('search=abc', { search: '' })).toBe('')
})

test('values are escaped', () => {
  expect(patchQuery('', { search: 'a&b=c' })).toBe('?search=a%26b%3Dc')
})
