import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { toCsv } from '#lib/domain/csv.ts'

test('quotes, commas and line ends survive', () => {
  expect(
    toCsv([
      ['title', 'note'],
      ['a, "b"', 'two\nlines'],
    ]),
  ).toBe('title,note\n"a, ""b""","two\nlines"\n')
})

test.each(['=1+1', '+1', '-1', '@sum', '\tx'])('a text that begins like a formula is defused: %s', (text) => {
  expect(
    toCsv([[text]])
      .replaceAll('"', '')
      .startsWith("'"),
  ).toBe(true)
})

const SIGNS = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫', '⁼', '₊', '−']
const SKIPPED = ['', ' ', '\n', '\r', '\r\n', '\t', '\v', '\f', '\u0000', '\u001f', '\u0085', '\u00a0']
const INVISIBLE = ['\u2028', '\u3000', '\u200b', '\u200e', '\u202e', '\u2060', '\ufeff', '\u00ad']

test.each([...SKIPPED, ...INVISIBLE])('nothing before a sign hides it: %j', (before) => {
  const forms = SIGNS.flatMap((sign) => [`${before}${sign}1+1`, ` ${before}${sign}A1`, `${before}\n${sign}x`])
  for (const text of forms)
    expect(parse(toCsv([[text, 'b']]), { relax_quotes: false })).toEqual([[`'${text}`, 'b']])
})

test.each(['plain', "it's", 'a=b', 'x - y', '3.5', 'é', '日本', '½ cup', '"=1"'])(
  '%s stays as it is',
  (text) => {
    expect(parse(toCsv([[text]]))).toEqual([[text]])
  },
)

test('negative numbers are numbers, nothing is empty', () => {
  expect(toCsv([[-0.5, null, 3]])).toBe('-0.5,,3\n')
})
