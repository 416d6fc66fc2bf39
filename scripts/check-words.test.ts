import { expect, test } from 'vitest'
import { stumblesIn } from './check-words.mjs'

test('phrases that a native reader stumbles over are named with their line and the better word', () => {
  expect(stumblesIn('fine\n"x" is no number.\nMend the file.')).toEqual([
    '2: "is no number"; write "is not a ..."',
    '3: "Mend"; write "fix"',
  ])
})

test.each([
  'There is no file of that name.',
  'there are no points to draw',
  'It is not a number.',
  'a recommended pack, an amendment',
  'It continues by itself.',
])('%s is left alone', (text) => {
  expect(stumblesIn(text)).toEqual([])
})
