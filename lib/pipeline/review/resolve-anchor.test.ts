import { describe, expect, test } from 'vitest'
import { isAnchored, type RawFinding, sortFindings } from '#lib/pipeline/review/resolve-anchor.ts'
import { filesAsData, shownFiles } from '#lib/pipeline/review/shown-files.ts'

const encode = (text: string) => new TextEncoder().encode(text)
const FILES = {
  'agent/description.md': encode('# Ice\n\nPredict `iced`.\nScored by AUC.\n'),
  'agent/train.csv': encode('id,age,note\n1,-4,"a, b"\n2,7,ok\n'),
  'judge/generate.py': encode('import numpy\nSECRET = [1, 22, 333, 4444]\nprint(SECRET)\n'),
  'judge/answer.csv': encode(`id,iced\n${Array.from({ length: 40 }, (_, n) => `${n},1`).join('\n')}\n`),
  'judge/solutions/default__boosting.py': encode('x = 1\n'),
  'judge/solutions/engineered__features.py': encode('y = 2\n'),
  'agent/images/a.png': encode('png'),
}
const shown = shownFiles(FILES)
const finding = (over: Partial<RawFinding> = {}): RawFinding => ({
  criterion: 'statement',
  file: 'agent/description.md',
  line: 4,
  lineTo: 4,
  column: null,
  quote: 'Scored by AUC.',
  consequence: 'c',
  repair: 'r',
  ...over,
})

describe('what a model is shown', () => {
  test('texts in their order, pictures and the programs of the engine not', () => {
    expect(shown.map(({ path }) => path)).toEqual([
      'agent/description.md',
      'judge/generate.py',
      'agent/train.csv',
      'judge/answer.csv',
      'judge/solutions/engineered__features.py',
    ])
  })
  test('never the secret', () => {
    expect(filesAsData(shown)).toContain('2| SECRET = [0, 0, 0, 0]')
    expect(filesAsData(shown)).not.toContain('4444')
  })
  test('of tables the first lines, which it says', () => {
    expect(shown.find(({ path }) => path === 'judge/answer.csv')).toMatchObject({ cut: true })
    expect(filesAsData(shown)).toContain('(the rest is not shown)')
  })
})

describe('an anchor', () => {
  test.each([
    ['a line', finding()],
    ['several lines', finding({ line: 3, quote: 'Predict `iced`. Scored by AUC.' })],
    ['a part of a line', finding({ quote: 'AUC' })],
    ['a cell', finding({ file: 'agent/train.csv', line: 2, lineTo: 2, column: 'age', quote: '-4' })],
    [
      'a quoted cell',
      finding({ file: 'agent/train.csv', line: 2, lineTo: 2, column: 'note', quote: 'a, b' }),
    ],
  ])('resolves: %s', (_, one) => {
    expect(isAnchored(one, shown)).toBe(true)
  })
  test.each([
    ['text that is not there', finding({ quote: 'Scored by RMSE.' })],
    ['another line', finding({ line: 3, lineTo: 3 })],
    ['a line after the end', finding({ line: 9, lineTo: 9 })],
    ['a file that is not there', finding({ file: 'agent/readme.md' })],
    [
      'a file that was not shown',
      finding({ file: 'judge/solutions/default__boosting.py', line: 1, lineTo: 1, quote: 'x = 1' }),
    ],
    ['a range that runs backwards', finding({ line: 4, lineTo: 3 })],
    ['another column', finding({ file: 'agent/train.csv', line: 2, lineTo: 2, column: 'id', quote: '-4' })],
    [
      'no such column',
      finding({ file: 'agent/train.csv', line: 2, lineTo: 2, column: 'weight', quote: '-4' }),
    ],
    ['a column of a text', finding({ column: 'age' })],
    ['another case', finding({ quote: 'scored by auc.' })],
  ])('does not: %s', (_, one) => {
    expect(isAnchored(one, shown)).toBe(false)
  })
})

test('what was said is sorted into findings and counts of what was refused', () => {
  const said = [
    finding(),
    finding(),
    finding({ quote: 'Nowhere.' }),
    { ...finding(), criterion: 'beauty' },
    'look at the evaluator',
    finding({ criterion: 'data' }),
  ]
  const sorted = sortFindings(said, shown, [{ ...finding(), criterion: 'data' }])
  expect(sorted).toMatchObject({ unanchored: 1, malformed: 2, repeated: 2 })
  expect(sorted.findings).toEqual([finding()])
})
