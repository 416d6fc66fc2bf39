import { describe, expect, it } from 'vitest'
import { withEchoes } from '#lib/llm/scripted-provider/echo.ts'

const question = [
  'Write the evaluator.',
  '',
  '## Metric',
  '',
  'AUC, $& and $1 as they stand.',
  '',
  '### Ties',
  'count one half',
  '## Thresholds, as measured',
  '{"gold": 0.9}',
  '## Empty',
  '## Last',
  'the [[echo: Metric]] end\n\n',
].join('\n')

describe('withEchoes', () => {
  it.each([
    ['[[echo: Metric]]', 'AUC, $& and $1 as they stand.\n\n### Ties\ncount one half'],
    ['T = [[echo: Thresholds, as measured]]!', 'T = {"gold": 0.9}!'],
    ['<[[echo: Empty]]>', '<>'],
    ['[[echo: Last]]', 'the [[echo: Metric]] end'],
    ['[[echo: Empty]][[echo: Empty]]\nplain', '\nplain'],
    ['[[echo:Metric]] [[Metric]]', '[[echo:Metric]] [[Metric]]'],
  ])('fills %j from the section of that name', (reply, filled) => {
    expect(withEchoes(reply, question)).toBe(filled)
  })

  it('takes the first section of a name', () => {
    expect(withEchoes('[[echo: A]]', '## A\none\n## A\ntwo')).toBe('one')
  })

  it.each(['Ties', 'metric', 'Gold'])('names the heading %s that is not there', (heading) => {
    expect(() => withEchoes(`[[echo: ${heading}]]`, question)).toThrow(`copies "## ${heading}", which`)
  })
})
