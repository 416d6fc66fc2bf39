import { describe, expect, test } from 'vitest'
import { diffLines } from '#lib/contracts/diff-lines.ts'

const marks = (before: string, after: string) =>
  diffLines(before, after)?.map(({ lines }) =>
    lines.map(({ kind, before: old, after: now, text }) => `${old ?? ''}|${now ?? ''}|${kind}|${text}`),
  )

describe('lines of two texts', () => {
  test('a changed line stands with its numbers in both texts and three lines around it', () => {
    expect(marks('a\nb\nc\nd\ne\nf\ng\n', 'a\nb\nc\nD\ne\nf\ng\n')).toEqual([
      [
        '1|1|same|a',
        '2|2|same|b',
        '3|3|same|c',
        '4||removed|d',
        '|4|added|D',
        '5|5|same|e',
        '6|6|same|f',
        '7|7|same|g',
      ],
    ])
  })

  test('equal texts have no hunk; far changes have one each', () => {
    expect(marks('a\n', 'a\n')).toEqual([])
    const lines = Array.from({ length: 40 }, (_, at) => `line ${at}`)
    const changed = lines.map((line, at) => (at === 1 || at === 38 ? `${line}!` : line))
    expect(marks(`${lines.join('\n')}\n`, `${changed.join('\n')}\n`)).toHaveLength(2)
  })

  test('a line that begins with a mark or a backslash is text; a missing last line end is not a line', () => {
    expect(marks('- a\n+ b\n', '- a\n+ c\n')?.flat()).toEqual([
      '1|1|same|- a',
      '2||removed|+ b',
      '|2|added|+ c',
    ])
    expect(marks('\\ x', '\\ y')?.flat()).toEqual(['1||removed|\\ x', '|1|added|\\ y'])
  })

  test('a text from nothing is all added', () => {
    expect(marks('', 'a\nb\n')?.flat()).toEqual(['|1|added|a', '|2|added|b'])
  })
})
