import { expect, test } from 'vitest'
import { doubledKey } from '#lib/packs/doubled-key.ts'

test('an entry that appears twice in one object is named with its line', () => {
  expect(doubledKey('{\n  "a": 1,\n  "rows": {"train": 5,\n\t"train": 6}\n}')).toEqual({
    name: '"train"',
    line: 4,
  })
  expect(doubledKey('{"a: \\"b\\"": 1, "a: \\"b\\"": 1}')?.name).toBe('"a: \\"b\\""')
})

test('equal names in different objects, and values that look like names, are none', () => {
  expect(doubledKey('[{"a": {"a": "a"}}, {"a": ["a", "a", "*a", "&a", "# a"]}]')).toBeNull()
})
