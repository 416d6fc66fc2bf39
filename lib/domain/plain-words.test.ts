import { expect, test } from 'vitest'
import { z } from 'zod'
import { faultsOf, speakPlainly } from '#lib/domain/plain-words.ts'

speakPlainly()

const Shape = z.strictObject({
  name: z.string().min(3).max(5),
  rows: z.int().min(1).max(200),
  share: z.number().gt(0).optional(),
  kind: z.enum(['a', 'b']),
  tags: z.array(z.string()).max(1).optional(),
  id: z.uuid().optional(),
  form: z.union([z.string().min(2), z.strictObject({ base64: z.base64().min(4) })]).optional(),
  pair: z.union([z.number(), z.null()]).optional(),
})
const RIGHT = { name: 'abc', rows: 3, kind: 'a' }

test.each([
  [{ ...RIGHT, name: undefined }, 'name is missing'],
  [{ ...RIGHT, kind: undefined }, 'kind is missing'],
  [{ ...RIGHT, name: 7 }, 'name must be text, not 7'],
  [{ ...RIGHT, name: [] }, 'name must be text, not a list'],
  [{ ...RIGHT, name: 'ab' }, 'name must have at least 3 characters'],
  [{ ...RIGHT, name: 'abcdef' }, 'name must have at most 5 characters'],
  [{ ...RIGHT, rows: '3' }, 'rows must be a number, not text'],
  [{ ...RIGHT, rows: 1.5 }, 'rows must be a whole number, not 1.5'],
  [{ ...RIGHT, rows: 0 }, 'rows must be at least 1'],
  [{ ...RIGHT, share: 0 }, 'share must be above 0'],
  [{ ...RIGHT, kind: 'c' }, 'kind must be one of a, b'],
  [{ ...RIGHT, tags: ['x', 'y'] }, 'tags must have at most 1 item'],
  [{ ...RIGHT, id: '7' }, 'id is not an id (a UUID)'],
  [{ ...RIGHT, form: 'x' }, 'form must have at least 2 characters'],
  [{ ...RIGHT, form: { base64: '' } }, 'form.base64 must have at least 4 characters'],
  [{ ...RIGHT, form: 3 }, 'form must be text or an object'],
  [{ ...RIGHT, form: { base64: 3 } }, 'form base64 must be text, not 3'],
  [{ ...RIGHT, pair: 'x' }, 'pair must be a number or null'],
  [{ ...RIGHT, extra: 1, more: 2 }, ' has entries that are not known: extra, more'],
])('%j: %s', (value, words) => {
  const [issue] = Shape.safeParse(value).error?.issues ?? []
  expect(`${issue?.path.join('.')} ${issue?.message}`).toBe(words)
})

test('all that is wrong with a record is told at once', () => {
  const error = Shape.safeParse({ ...RIGHT, id: '7', form: 3 }).error
  expect(error && faultsOf(error)).toBe('id: is not an id (a UUID); form: must be text or an object')
  const many = z.object(Object.fromEntries('abcdefgh'.split('').map((name) => [name, z.number()])))
  expect(faultsOf(many.safeParse({}).error ?? { issues: [] })).toMatch(/^a: is missing; .*; and 3 more$/)
})
