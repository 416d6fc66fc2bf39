import { expect, test } from 'vitest'
import { toCsv } from '#components/patterns/csv.ts'

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

test('negative numbers are numbers, nothing is empty', () => {
  expect(toCsv([[-0.5, null, 3]])).toBe('-0.5,,3\n')
})
