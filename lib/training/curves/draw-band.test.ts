import { describe, expect, test } from 'vitest'
import { seededRandom } from '#lib/domain/random.ts'
import { type Aggregate, aggregateOf, createBootstrap } from '#lib/training/curves/aggregate.ts'
import { drawBand } from '#lib/training/curves/draw-band.ts'

const line = (y: number[], x = y.map((_, at) => at)) => ({
  x: Float64Array.from(x),
  y: Float64Array.from(y),
  raw: null,
})
const band = (lines: ReturnType<typeof line>[], columns = 100, aggregate: Aggregate = 'mean', to = 10) =>
  drawBand(
    lines,
    { from: 0, to, columns },
    { aggregate, bootstrap: createBootstrap(seededRandom(1), aggregate) },
  )

describe('a band', () => {
  test('never extends a run that ended: n falls from 3 to 2', () => {
    const drawn = band([line([1, 1, 1, 1]), line([2, 2, 2, 2]), line([9, 9])])
    expect(drawn.n).toEqual([3, 3, 2, 2])
    expect(drawn.middle).toEqual([4, 4, 1.5, 1.5])
    expect(drawn.min).toEqual([1, 1, 1, 1])
    expect(drawn.max).toEqual([9, 9, 2, 2])
    expect([drawn.shown, drawn.total]).toEqual([10, 10])
  })

  test('begins with each run where it begins, on the union of their places', () => {
    const drawn = band([line([1, 3], [0, 4]), line([10, 20, 30], [2, 3, 6])])
    expect(drawn.x).toEqual([0, 2, 3, 4, 6])
    expect(drawn.n).toEqual([1, 2, 2, 2, 1])
    // A run counts with its latest value at or before a place.
    expect(drawn.middle).toEqual([1, 5.5, 10.5, 11.5, 30])
  })

  test('has no value of a run where that is not a number, and is parted where no run has one', () => {
    const drawn = band([line([1, Number.NaN, Number.NaN, 4]), line([3, 3, Number.NaN, 6])])
    expect(drawn.x).toEqual([0, 1, 3])
    expect(drawn.n).toEqual([2, 1, 2])
    expect(drawn.breaks).toEqual([2])
  })

  test('has an interval around the middle, equal to it for one run, and the same each time', () => {
    const lines = [line([1, 2, 3]), line([2, 5, 1]), line([3, 9, 7]), line([1, 1])]
    for (const aggregate of ['mean', 'median', 'iqm'] as const) {
      const drawn = band(lines, 100, aggregate)
      for (const [at, middle] of drawn.middle.entries()) {
        expect(drawn.low[at]).toBeLessThanOrEqual(middle)
        expect(drawn.high[at]).toBeGreaterThanOrEqual(middle)
        expect(drawn.min[at]).toBeLessThanOrEqual(drawn.low[at] ?? 0)
        expect(drawn.max[at]).toBeGreaterThanOrEqual(drawn.high[at] ?? 0)
      }
      expect(band(lines, 100, aggregate)).toEqual(drawn)
    }
    const [only] = lines
    const alone = band(only === undefined ? [] : [only])
    expect([alone.low, alone.high]).toEqual([alone.middle, alone.middle])
  })

  test('shows a spike of one point in its range at every number of columns', () => {
    const random = seededRandom(9)
    const lines = [1, 2, 3].map((seed) => line(Array.from({ length: 20_000 }, seededRandom(seed))))
    for (let round = 0; round < 40; round++) {
      const at = Math.floor(random() * 20_000)
      const [first] = lines
      if (first === undefined) throw new Error('no line')
      const usual = first.y[at] ?? 0
      first.y[at] = 77
      const drawn = band(lines, 20 + Math.floor(random() * 300), 'mean', 19_999)
      expect(Math.max(...drawn.max)).toBe(77)
      expect(drawn.n.every((n) => n === 3)).toBe(true)
      expect(drawn.total).toBe(60_000)
      first.y[at] = usual
    }
  })
})

describe('the middle of several values', () => {
  const of = (values: number[], aggregate: Aggregate) => aggregateOf(Float64Array.from(values), aggregate)

  test('is mean, median, or mean of the middle half', () => {
    expect(of([1, 2, 6], 'mean')).toBe(3)
    expect(of([6, 1, 2], 'median')).toBe(2)
    expect(of([4, 1, 2, 9], 'median')).toBe(3)
    expect(of([100, 1, 2, 3], 'iqm')).toBe(2.5)
    expect(of([1, 2, 3, 4, 5, 6, 7, 1000], 'iqm')).toBe(4.5)
    // Of three, the middle one whole and a quarter of each other.
    expect(of([0, 6, 30], 'iqm')).toBe((0.25 * 0 + 6 + 0.25 * 30) / 1.5)
    expect(of([5], 'iqm')).toBe(5)
  })

  test('has a bootstrap interval that holds the truth about as often as it says', () => {
    let held = 0
    const bootstrap = createBootstrap(seededRandom(3), 'mean')
    const random = seededRandom(4)
    for (let round = 0; round < 400; round++) {
      const { low, high } = bootstrap(Float64Array.from({ length: 30 }, random))
      if (low <= 0.5 && high >= 0.5) held++
    }
    expect(held / 400).toBeGreaterThan(0.89)
    expect(held / 400).toBeLessThan(0.99)
  })
})
