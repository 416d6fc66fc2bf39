import { expect, test } from 'vitest'
import { columnSentence } from '#components/environments/column-sentence.ts'
import type { ColumnView } from '#lib/contracts/environments.ts'

const column = (patch: Partial<ColumnView>): ColumnView => ({
  name: 'brix',
  kind: 'numeric',
  missing: 0,
  distinct: 3,
  min: 1,
  max: 9.123456,
  mean: 4,
  median: 4,
  histogram: [],
  others: 0,
  ...patch,
})

test('numbers are short and missing cells are named', () => {
  expect(columnSentence(column({ missing: 1200 }))).toBe('brix: 1 to 9.123, mean 4, median 4, 1,200 missing')
})

test('text columns name their most frequent values', () => {
  const histogram = [
    { label: 'red', from: null, to: null, count: 70 },
    { label: 'white', from: null, to: null, count: 30 },
  ]
  expect(columnSentence(column({ kind: 'text', distinct: 2, histogram }))).toBe(
    'brix: 2 values, most frequent red 70, white 30',
  )
})
