import { describe, expect, test } from 'vitest'
import {
  badTextIn,
  Data,
  isStorable,
  Line,
  Output,
  Prose,
  seenLine,
  storable,
  storableJson,
} from '#lib/domain/text.ts'

const every = Array.from({ length: 0x110000 }, (_, code) => code)

test('of all code points the zero byte and halves of pairs alone cannot be stored', () => {
  const bad = every.filter((code) => !isStorable(String.fromCodePoint(code)))
  expect(bad).toEqual([0, ...Array.from({ length: 0x800 }, (_, at) => 0xd800 + at)])
})

test('marking leaves every storable text as it is, and nothing that is not', () => {
  const wrong = every.filter((code) => {
    const text = `a${String.fromCodePoint(code)}b`
    return storable(text) !== (isStorable(text) ? text : 'a\ufffdb')
  })
  expect(wrong).toEqual([])
})

test('names in JSON are marked like values, at any depth', () => {
  expect(storableJson({ 'a\u0000': ['\ud800', { b: 'ok', c: null, d: 1 }] })).toEqual({
    'a\ufffd': ['\ufffd', { b: 'ok', c: null, d: 1 }],
  })
})

describe('badTextIn', () => {
  test('names the way to the text', () => {
    expect(badTextIn({ a: [{ b: 'x' }, { b: 'y\u0000' }] })).toEqual({
      path: 'a.1.b',
      said: 'U+0000 (the zero byte) at character 2',
    })
    expect(badTextIn({ 'k\ud800': 1 })?.said).toContain('U+D800')
    expect(badTextIn({ a: ['fine', 1, null, new Date(0), new Uint8Array(3)] })).toBeNull()
  })

  test('walks what is nested deeper than any stack', () => {
    const depth = 200_000
    const deep: unknown = JSON.parse(`${'['.repeat(depth)}"\\u0000"${']'.repeat(depth)}`)
    expect(badTextIn(deep)?.said).toContain('U+0000')
  })
})

const says = (type: typeof Line, text: string): string =>
  type.safeParse(text).error?.issues[0]?.message ?? 'fine'

test.each([
  ['a\tb', true, false],
  ['a\nb', true, false],
  ['a\u001bb', false, false],
  ['a\u0085b', false, false],
  ['a\u202eb', false, false],
  ['a\u2067b', false, false],
  ['a\ufeffb', false, false],
  ['a\uffffb', false, false],
  ['a\u{1ffff}b', false, false],
  ['a\u2028b', true, false],
  ['a\u200bb', true, false],
  ['a\u{e0041}b', true, false],
  ['naïve 日本 👩‍💻 שלום', true, true],
])('%j: prose %s, one line %s', (text, asProse, asLine) => {
  expect([Prose.safeParse(text).success, Line.safeParse(text).success]).toEqual([asProse, asLine])
  expect(isStorable(seenLine(text))).toBe(true)
  expect(says(Line, seenLine(text))).toBe('fine')
})

test('an error names character and place', () => {
  expect(says(Line, 'ab\u202ecd')).toBe('holds U+202E (a right-to-left override) at character 3. Remove it.')
  expect(says(Data, 'a\ud83d')).toBe('holds U+D83D (half of a surrogate pair) at character 2. Remove it.')
  expect(Output.parse('a\u0000')).toBe('a\ufffd')
})
