import { expect, test } from 'vitest'
import type { GateCheck } from '#lib/domain/gates.ts'
import { mergeChecks } from '#lib/domain/merge-checks.ts'

const check = (id: string, passed: boolean, message: string, more: Partial<GateCheck> = {}): GateCheck => ({
  id,
  passed,
  value: 0.5,
  limit: 0.3,
  message,
  anchor: null,
  ...more,
})
const FILE = { file: 'judge/oracle.csv', line: null, column: null }

test('one question asked twice is one row with both answers, in the order of the first', () => {
  const merged = mergeChecks([
    check('noisy', true, 'The oracle removes 61 %.'),
    check('trivial', true, 'One feature closes 20 % of the gap.', { value: 0.2 }),
    check('noisy', true, 'the oracle removes 61% of the error', { value: 0.6 }),
    check('trivial', true, 'out of bag, the best view leaves 40 %', { value: 0.4 }),
    check('easy-default', true, 'x'),
  ])
  expect(merged.map(({ id }) => id)).toEqual(['noisy', 'trivial', 'easy-default'])
  expect(merged[0]?.message).toBe('The oracle removes 61 %. The oracle removes 61% of the error.')
  expect(merged[2]?.message).toBe('x')
})

test.each([
  ['the first', [false, true]],
  ['the second', [true, false]],
])('a failure of %s is the failure of both, with its figure, place and words first', (_, [one, two]) => {
  const [merged, ...rest] = mergeChecks([
    check('noisy', one ?? true, 'Ladder', { value: 1, anchor: one ? null : FILE }),
    check('noisy', two ?? true, 'Files', { value: 2, anchor: two ? null : FILE }),
  ])
  expect(rest).toEqual([])
  expect(merged).toMatchObject({ passed: false, value: one ? 2 : 1, anchor: FILE })
  expect(merged?.message).toBe(one ? 'Files. Ladder.' : 'Ladder. Files.')
})

test('where both fail, the one that names a place speaks first', () => {
  const [merged] = mergeChecks([
    check('noisy', false, 'Ladder', { value: 1 }),
    check('noisy', false, 'Files', { value: 2, anchor: FILE }),
  ])
  expect(merged).toMatchObject({ value: 2, anchor: FILE, message: 'Files. Ladder.' })
})

test('equal words stand once, and nothing stays nothing', () => {
  expect(mergeChecks([check('a', true, 'Same.'), check('a', true, 'same')])[0]?.message).toBe('Same.')
  expect(mergeChecks([])).toEqual([])
})
