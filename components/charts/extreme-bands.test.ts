import { expect, test } from 'vitest'
import { readingsAt } from '#components/charts/curve-readings.ts'
import { readingWords } from '#components/charts/curve-words.ts'
import { curvesOf, OPTIONS } from '#components/charts/curves.fixture.ts'
import { valueOn } from '#components/charts/extreme-bands.ts'
import { prepareCurves } from '#components/charts/prepare-curves.ts'
import { preparePaths } from '#components/charts/prepare-paths.ts'

const PLOT = { width: 600, height: 160 }
const bandOf = (model: ReturnType<typeof prepareCurves>, at = 0) => model.series[at]?.bands[0]?.range

test('lowest and highest of a tracker are a band around the run, and the axis has room for it', () => {
  const extremes = { low: curvesOf([[0, 1, 1]]), high: curvesOf([[2, 3, 9]]) }
  const model = prepareCurves(curvesOf([[1, 2, 3]]), { ...OPTIONS, extremes })
  expect(bandOf(model)).toEqual({ low: [0, 1, 1], high: [2, 3, 9] })
  expect(model.scale.high).toBeGreaterThanOrEqual(9)
  expect(preparePaths(model, PLOT)[0]?.range).toMatch(/^M.*Z$/)
  const words = readingWords(readingsAt(model, 2, 1))
  expect(words).toBe('run 0 3')
})

test('one extreme alone, fewer points and a run without any leave no gap and no lie', () => {
  const one = prepareCurves(curvesOf([[1, 2, 3]]), {
    ...OPTIONS,
    extremes: { low: null, high: curvesOf([[2, 4, 4]]) },
  })
  expect(bandOf(one)).toEqual({ low: [1, 2, 3], high: [2, 4, 4] })
  // The highest ends a step before the value does.
  const short = prepareCurves(curvesOf([[1, 2, 3]]), {
    ...OPTIONS,
    extremes: { low: null, high: curvesOf([[2, 4]]) },
  })
  expect(bandOf(short)?.high).toEqual([2, 4, 3])
  const two = prepareCurves(curvesOf([[1, 2], [5]]), {
    ...OPTIONS,
    extremes: { low: curvesOf([[0, 0]]), high: null },
  })
  expect([bandOf(two, 0)?.low, bandOf(two, 1)]).toEqual([[0, 0], undefined])
})

test('a highest below its value, as a rounding tracker writes it, never turns the band over', () => {
  const model = prepareCurves(curvesOf([[1.0001]]), {
    ...OPTIONS,
    extremes: { low: curvesOf([[1.0002]]), high: curvesOf([[1]]) },
  })
  expect(bandOf(model)).toEqual({ low: [1.0001], high: [1.0001] })
})

test('between points a line is straight, outside of its pieces it has no value', () => {
  const pieces = [
    { x: [0, 10], y: [0, 5] },
    { x: [20], y: [7] },
  ]
  expect([0, 4, 10, 15, 20, 21].map((x) => valueOn(pieces, x))).toEqual([0, 2, 5, null, 7, null])
})
