import { expect, test } from 'vitest'
import { DEFAULT_VIEW, readTableView, visibilityOf } from '#components/patterns/table-view.ts'

const columns = [{ id: 'title' }, { id: 'hash', optional: true }]

test('optional columns are hidden until the reader wants them, and others shown until not', () => {
  expect(visibilityOf(columns, DEFAULT_VIEW)).toEqual({ title: true, hash: false })
  const view = { ...DEFAULT_VIEW, columns: { title: false, hash: true, gone: true } }
  expect(visibilityOf(columns, view)).toEqual({ title: false, hash: true })
})

test('a kept view comes back, anything else is the default', () => {
  const view = { density: 'compact', columns: { hash: true } } as const
  expect(readTableView(JSON.stringify(view))).toEqual(view)
  for (const text of [null, '{', '{"density":"huge","columns":{}}', '3'])
    expect(readTableView(text)).toEqual(DEFAULT_VIEW)
})
