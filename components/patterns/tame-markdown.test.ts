import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { Statement } from '#components/patterns/statement.tsx'
import { isTame, SHOWN_CHARACTERS, shownOf } from '#components/patterns/tame-markdown.ts'
import { processorMs } from '#lib/processor-time.fixture.ts'

const many = (piece: string, length = SHOWN_CHARACTERS) =>
  piece.repeat(Math.ceil(length / piece.length)).slice(0, length)
const render = (markdown: string) =>
  renderToStaticMarkup(createElement(Statement, { markdown, whole: '/whole' }))
/** Many times what the slowest takes, in processor time. */
const SLOWEST_MS = 10_000

describe('texts that Markdown takes the square of, or more', () => {
  test.each([
    ['quotes', many('>')],
    ['quotes with blanks', many('> ')],
    ['lists in lists', many('- ')],
    ['lists in quotes', many('>- ')],
    ['numbered lists in lists', many('1. ')],
    ['lists in lists, line by line', many(`${'- '.repeat(8)}a\n`)],
    ['a staircase of lists', Array.from({ length: 400 }, (_, n) => `${' '.repeat(2 * n)}- a`).join('\n')],
    ['stars around one letter', `${many('*', 16_000)}a${many('*', 16_000)}`],
    ['short runs of stars', many('******a')],
    ['emphasis that never ends', many('*a **a _a __a ')],
    ['brackets', many('[')],
    ['links that never end', many('[a](<b')],
    ['pictures that never end', many('![')],
    ['backticks of every length', Array.from({ length: 255 }, (_, n) => '`'.repeat(n + 1)).join(' ')],
    ['footnotes', many('[^a')],
    ['references', many('[a][a]')],
    ['definitions', many('[a]: b\n')],
    ['cells', `|a|b|\n|-|-|\n${many('|x|y|\n')}`],
    ['addresses', many('www.a.')],
    ['mail', many('a@b.')],
    ['entities', many('&#')],
    ['HTML', many('<a ')],
    ['comments', many('<!--')],
    ['headings', many('a\n=')],
    ['rules', many('- - -\n')],
    ['backslashes', many('\\')],
    ['blanks', many(' ')],
    ['line ends', many('\n')],
  ])('%s', (_name, text) => {
    const started = processorMs()
    expect(render(text).length).toBeLessThan(40 * SHOWN_CHARACTERS)
    expect(processorMs() - started).toBeLessThan(SLOWEST_MS)
  })

  test('sixty megabytes cost no more than what is shown of them', () => {
    const started = processorMs()
    const html = render(many('word ', 60 * 2 ** 20))
    expect(html.length).toBeLessThan(4 * SHOWN_CHARACTERS)
    expect(html).toContain('href="/whole"')
    expect(html).toMatch(/The first 32,\d+ of 62,914,560 characters/)
    expect(processorMs() - started).toBeLessThan(SLOWEST_MS)
  })
})

test('pages as people write them are rendered', () => {
  const page = [
    '# Honey\n\nPredict **honey** of a hive; see `train.csv` and [the source](https://example.org).',
    '\n\n---\n\n- one\n  - two\n    - three\n\n> quoted\n\n1. first\n2. second\n',
    '\n| column | meaning |\n| --- | ------------------------------------------------------- |\n| a | b |\n',
    '\n```python\nprint("hello")  # ------------\n```\n',
  ].join('')
  expect(isTame(page.repeat(20))).toBe(true)
  expect(render(page)).toContain('<table>')
  expect(render(page)).not.toContain('/whole')
})

test('a cut falls on a line end where there is one', () => {
  const text = many('a line of words\n', 2 * SHOWN_CHARACTERS)
  const shown = shownOf(text)
  expect(shown).toMatchObject({ isCut: true, isRendered: true })
  expect(shown.text.endsWith('a line of words')).toBe(true)
})
