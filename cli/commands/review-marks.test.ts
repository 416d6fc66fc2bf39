import { describe, expect, test } from 'vitest'
import { readMarks } from '#cli/commands/review-marks.ts'

describe('readMarks', () => {
  test('reads a list, blanks and a comma at the end included', () => {
    expect(readMarks('statement=good, leaks = minor,')).toEqual([
      { criterion: 'statement', mark: 'good' },
      { criterion: 'leaks', mark: 'minor' },
    ])
    expect(readMarks('')).toEqual([])
  })

  test('a mark for all, and those that differ', () => {
    const marks = readMarks('all=good,realism=minor')
    expect(marks).toHaveLength(6)
    expect(marks.filter(({ mark }) => mark !== 'good')).toEqual([{ criterion: 'realism', mark: 'minor' }])
  })

  test.each([
    ['taste=good', /"taste=good" names no criterion/],
    ['data=fine', /"data=fine" gives no mark/],
    ['data', /gives no mark/],
    ['data=good=bad', /names no criterion/],
    ['Data=good', /names no criterion/],
  ])('%s is refused by name', (text, reason) => {
    expect(() => readMarks(text)).toThrow(reason)
  })
})
