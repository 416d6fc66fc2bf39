import { describe, expect, test } from 'vitest'
import {
  type AxisScale,
  extentOf,
  GUTTER,
  linearScale,
  logScale,
  positionOf,
  ticksOf,
} from '#components/charts/axis-scale.ts'

const EXTENTS = [
  null,
  { low: 0, high: 0 },
  { low: 5, high: 5 },
  { low: -3, high: -3 },
  { low: -1, high: 1 },
  { low: 1e-12, high: 2e-12 },
  { low: 0, high: 100_000 },
  { low: -1e308, high: 1e308 },
  { low: 1.7e12, high: 1.7e12 + 1 },
  { low: 1, high: 1 + Number.EPSILON },
]
const POSITIVE = [
  null,
  { low: 3, high: 3 },
  { low: 1e-300, high: 1e300 },
  { low: 0.9, high: 1.1 },
  { low: 1, high: 1e6 },
]

function expectSound(scale: AxisScale) {
  const ticks = ticksOf(scale, 5)
  expect(ticks.length).toBeLessThanOrEqual(50)
  for (const tick of ticks) {
    expect(Number.isFinite(tick.at)).toBe(true)
    expect(tick.at).toBeGreaterThanOrEqual(-1e-6)
    expect(tick.at).toBeLessThanOrEqual(1 + 1e-6)
  }
  expect(ticks.map((tick) => tick.at)).toEqual(ticks.map((tick) => tick.at).toSorted((a, b) => a - b))
}

describe('scales', () => {
  test.each(EXTENTS)('linear over %o', (extent) => {
    const scale = linearScale(extent, 0.04)
    expectSound(scale)
    expect(scale.low).toBeLessThan(scale.high)
    for (const value of [extent?.low ?? 0, extent?.high ?? 1]) {
      expect(positionOf(scale, value)).toBeGreaterThanOrEqual(0)
      expect(positionOf(scale, value)).toBeLessThanOrEqual(1)
    }
  })

  test('a constant zero stands on its axis', () => {
    expect(linearScale({ low: 0, high: 0 }, 0.04)).toMatchObject({ low: 0, high: 1 })
    expect(linearScale({ low: 5, high: 5 }, 0.04)).toMatchObject({ low: 4.5, high: 5.5 })
  })

  test.each(POSITIVE)('logarithmic over %o', (extent) => {
    for (const gutter of [false, true]) {
      const scale = logScale(extent, gutter)
      expectSound(scale)
      for (const value of [extent?.low ?? 1, extent?.high ?? 2]) {
        expect(positionOf(scale, value)).toBeGreaterThanOrEqual(gutter ? GUTTER : 0)
        expect(positionOf(scale, value)).toBeLessThanOrEqual(1)
      }
    }
  })

  test('values at or below zero share the gutter, below every positive value', () => {
    const scale = logScale({ low: 1e-9, high: 1 }, true)
    for (const value of [0, -1, -1e300]) expect(positionOf(scale, value)).toBe(GUTTER / 2)
    expect(positionOf(scale, 1e-9)).toBeGreaterThan(GUTTER)
    expect(positionOf(scale, 1)).toBeGreaterThan(positionOf(scale, 1e-9))
  })

  test('ticks are round numbers', () => {
    expect(ticksOf({ kind: 'linear', low: 0, high: 1 }, 5).map((tick) => tick.value)).toEqual([
      0, 0.2, 0.4, 0.6, 0.8, 1,
    ])
    expect(ticksOf(logScale({ low: 1, high: 1e6 }, false), 4).map((tick) => tick.value)).toEqual([
      1, 100, 10_000, 1_000_000,
    ])
  })
})

test('the extent leaves out what is not finite', () => {
  expect(
    extentOf([
      [Number.NaN, 3],
      [Number.POSITIVE_INFINITY, -2],
    ]),
  ).toEqual({ low: -2, high: 3 })
  expect(extentOf([[], [Number.NaN]])).toBeNull()
  expect(extentOf([[-1, 0, 2, 4]], (value) => value > 0)).toEqual({ low: 2, high: 4 })
})
