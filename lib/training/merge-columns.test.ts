import { expect, test } from 'vitest'
import { mergeColumns } from '#lib/training/merge-columns.ts'

const columns = (rows: [step: number, value: number, time: number][]) => ({
  steps: Float64Array.from(rows, ([step]) => step),
  values: Float64Array.from(rows, ([, value]) => value),
  times: Float64Array.from(rows, ([, , time]) => time),
})

test('parts are joined in order; only exact repetitions go', () => {
  const merged = mergeColumns([
    columns([
      [5, 1, 10],
      [1, Number.NaN, 11],
    ]),
    columns([
      [1, Number.NaN, 11],
      [5, 1, 12],
      [5, 2, 10],
      [0, -0, 1],
      [0, 0, 1],
    ]),
  ])
  expect(merged.dropped).toBe(2)
  expect([...merged.columns.steps]).toEqual([5, 1, 5, 5, 0])
  expect([...merged.columns.values]).toEqual([1, Number.NaN, 1, 2, -0])
  expect([...(merged.columns.times ?? [])]).toEqual([10, 11, 12, 10, 1])
})

test('parts without times stay without', () => {
  const part = { steps: Float64Array.of(1), values: Float64Array.of(2), times: null }
  expect(mergeColumns([part, part])).toEqual({ columns: part, dropped: 1 })
})
