import { expect, test } from 'vitest'
import { placeLine, xOf } from '#lib/training/curves/x-axis.ts'

const points = (steps: number[], values: number[], times: number[] | null = null) => ({
  steps: Float64Array.from(steps),
  values: Float64Array.from(values),
  times: times === null ? null : Float64Array.from(times),
})
const NONE = Number.NaN

test('time in milliseconds since 1970, or in seconds since the first point; none without times', () => {
  const timed = points([1, 2], [0, 0], [5000, 7500])
  expect([...xOf(timed, { kind: 'wall' })]).toEqual([5000, 7500])
  expect([...xOf(timed, { kind: 'relative', startMs: 5000 })]).toEqual([0, 2.5])
  expect([...xOf(points([1, 2], [0, 0]), { kind: 'wall' })]).toEqual([NONE, NONE])
})

test('a time after the year 9999, as microseconds are, is no place', () => {
  const timed = points([1, 2, 3], [0, 0, 0], [5000, 1795410399999123, 7500])
  expect([...xOf(timed, { kind: 'wall' })]).toEqual([5000, NONE, 7500])
  expect([...xOf(timed, { kind: 'relative', startMs: 5000 })]).toEqual([0, NONE, 2.5])
})

test('another metric as it was known at or before the step, never later', () => {
  const tokens = points([2, 4, 5, 9], [100, NONE, 300, 900])
  const axis = { kind: 'metric', known: tokens } as const
  expect([...xOf(points([1, 2, 3, 4, 5, 8], [0, 0, 0, 0, 0, 0]), axis)]).toEqual([
    NONE,
    100,
    100,
    100,
    300,
    300,
  ])
})

test('points without a place are left out; an axis that goes back is sorted, equal places in order', () => {
  const place = (x: number[]) => {
    const { x: places, y } = placeLine(Float64Array.from(x), Float64Array.from(x.keys()), null)
    return [[...places], [...y]]
  }
  expect(place([NONE, NONE, 3, 4])).toEqual([
    [3, 4],
    [2, 3],
  ])
  expect(place([5, 3, NONE, 3])).toEqual([
    [3, 3, 5],
    [1, 3, 0],
  ])
  expect(place([NONE, NONE])).toEqual([[], []])
})
