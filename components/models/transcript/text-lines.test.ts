import { expect, test } from 'vitest'
import { matchingRows, rowsOfText } from '#components/models/transcript/text-lines.ts'

test('rows keep every character and the number of its line', () => {
  const text = `a\n\n${'x'.repeat(4500)}\nend`
  const rows = rowsOfText(text)
  expect(rows.map(({ line, text: piece }) => [line, piece.length])).toEqual([
    [1, 1],
    [2, 0],
    [3, 2000],
    [3, 2000],
    [3, 500],
    [4, 3],
  ])
  expect(rowsOfText('')).toEqual([{ line: 1, text: '' }])
})

test('the search finds rows without minding case, and nothing for no words', () => {
  const rows = rowsOfText('Alpha\nbeta\nALPHA beta')
  expect(matchingRows(rows, 'alpha')).toEqual([0, 2])
  expect(matchingRows(rows, '')).toEqual([])
})
