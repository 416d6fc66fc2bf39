import { expect, test } from 'vitest'
import { fileOf, readAll } from '#lib/training/parsers/logs.fixture.ts'

const ONE = 'step,loss\n1,0.5\n2,0.25\n'
const OTHER = 'step,loss\n1,0.7\n2,0.65\n'
const read = (files: Readonly<Record<string, string | Uint8Array>>) =>
  readAll(Object.entries(files).map(([path, content]) => fileOf(path, content)))

test.each(['a/metrics (1).csv', 'a/metrics - Copy.csv', 'a/Copy of metrics.csv'])(
  '%s with the same bytes is not a second run, and said to be left out',
  async (copy) => {
    const { runs, warnings } = await read({ 'a/metrics.csv': ONE, [copy]: ONE })
    expect(runs).toHaveLength(1)
    expect(warnings).toMatchObject([
      { file: copy, message: 'It is a copy of a/metrics.csv and is left out.' },
    ])
  },
)
test('a second download with other bytes is another run', async () => {
  const { runs, warnings } = await read({ 'a/metrics.csv': ONE, 'a/metrics (1).csv': OTHER })
  expect([runs.map(({ name }) => name), warnings]).toEqual([['metrics', 'metrics (1)'], []])
})
test.each(['a/metrics.csv~', 'a/metrics.csv.bak', 'a/.metrics.csv.swp'])(
  'what an editor keeps is left out whatever it holds: %s',
  async (copy) => {
    const { runs, refused } = await read({ 'a/metrics.csv': ONE, [copy]: OTHER })
    expect([runs.length, refused]).toEqual([1, []])
  },
)

test.each([
  ['a log that a crash has padded', 'a.jsonl', '{"step":1,"loss":0.5}\n\0\0\0\0', /zero bytes.*crash/],
  ['a table in Markdown', 'a.md', '| step | loss |\n|---|---|\n| 1 | 0.5 |\n', /table in Markdown/],
  ['the same under the name of a table', 'a.csv', '| step | loss |\n|:---|---:|\n| 1 | 0.5 |\n', /Markdown/],
  ['lists, as Keras keeps its history', 'history.json', '{"loss": [0.5, 0.25]}', /history of Keras/],
  ['an error of a store', 'a.csv', '<?xml version="1.0"?>\n<Error/>', /XML document/],
  ['a pointer of DVC', 'a.csv', `outs:\n- md5: ${'0a'.repeat(16)}\n  path: a.csv\n`, /DVC pointer/],
  [
    'lines of a trainer that is not known',
    'log.txt',
    ' iteration 1/ 9 | lm loss: 1.0E+01 |\n',
    /Neither a table/,
  ],
])('%s is called what it is', async (_, path, content, message) => {
  const { runs, refused } = await read({ [path]: content })
  expect(runs).toEqual([])
  expect(refused[0]?.message).toMatch(message)
  expect(refused[0]?.next).not.toBe('')
})
