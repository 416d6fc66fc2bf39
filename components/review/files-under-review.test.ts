import { expect, test } from 'vitest'
import { filesUnderReview } from '#components/review/files-under-review.ts'

const detail = {
  version: { id: 'v' },
  files: ['agent/description.md', 'agent/train.csv', 'judge/evaluator.py', 'judge/a b&c.py', 'task.json'].map(
    (path) => ({ path }),
  ),
}
const queries = (query: Record<string, string | string[] | undefined>) =>
  filesUnderReview(detail, query).map(({ href }) =>
    Object.fromEntries(new URL(href, 'http://x').searchParams),
  )

test('the statement and every readable file have an address', () => {
  expect(filesUnderReview(detail, {})[0]).toEqual({ path: null, label: 'Statement', href: '/review/v' })
  expect(queries({})).toEqual([
    {},
    { file: 'judge/evaluator.py' },
    { file: 'judge/a b&c.py' },
    { file: 'task.json' },
  ])
})

test.each([
  [{ table: 'agent/test.csv', search: 'ö & "x"', page: '3' }],
  [{ sort: 'age', order: 'desc', row: '17' }],
  [{ table: 'judge/answer.csv' }],
])('another file keeps the place in the data: %j', (kept) => {
  for (const { file: _, ...rest } of queries({ ...kept, file: 'task.json', line: '40', next: 'x' }))
    expect(rest).toEqual(kept)
})

test('of a key that is given twice, the first counts', () => {
  expect(queries({ page: ['2', '9'], search: undefined })[0]).toEqual({ page: '2' })
})
