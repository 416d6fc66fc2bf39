import { expect, test } from 'vitest'
import { afterVerdict, neighboursOf } from '#components/review/neighbours.ts'

test('an item knows its place and its neighbours', () => {
  expect(neighboursOf(['a', 'b', 'c'], 'b')).toEqual({ before: 'a', after: 'c', position: 2, total: 3 })
  expect(neighboursOf(['a', 'b'], 'a')).toEqual({ before: null, after: 'b', position: 1, total: 2 })
  expect(neighboursOf(['a', 'b'], 'b')).toEqual({ before: 'a', after: null, position: 2, total: 2 })
})

test('an item that left the order leads to its beginning', () => {
  expect(neighboursOf(['a', 'b'], 'gone')).toEqual({ before: null, after: 'a', position: null, total: 2 })
  expect(neighboursOf([], 'gone')).toEqual({ before: null, after: null, position: null, total: 0 })
})

test('after the last verdict come the items that were passed over', () => {
  expect(afterVerdict(['a', 'b', 'c'], 'b')).toBe('c')
  expect(afterVerdict(['a', 'b', 'c'], 'c')).toBe('a')
  expect(afterVerdict(['a'], 'a')).toBeNull()
})
