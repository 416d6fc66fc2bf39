import { describe, expect, test } from 'vitest'
import { seededRandom } from '#lib/domain/random.ts'
import { type Smoothing, smooth } from '#lib/training/curves/smooth.ts'

const series = (values: number[], times: number[] | null = values.map((_, at) => at * 1000)) => ({
  steps: Float64Array.from(values, (_, at) => at),
  values: Float64Array.from(values),
  times: times === null ? null : Float64Array.from(times),
})
const smoothed = (values: number[], smoothing: Smoothing, times?: number[] | null) =>
  Array.from(smooth(series(values, times), smoothing) ?? [])

const KINDS: Smoothing[] = [
  { kind: 'ema', weight: 0.9 },
  { kind: 'ema', weight: 0.999 },
  { kind: 'time-ema', halfLifeSeconds: 3 },
  { kind: 'window', points: 1 },
  { kind: 'window', points: 7 },
  { kind: 'window', points: 1000 },
]

describe.each(KINDS)('%j', (smoothing) => {
  test('never sees what comes later', () => {
    for (let seed = 0; seed < 40; seed++) {
      const random = seededRandom(seed)
      const length = 2 + Math.floor(random() * 60)
      const values = Array.from({ length }, () => (random() < 0.1 ? Number.NaN : 1e6 * random() ** 9))
      const times = values.map((_, at) => at * 1000 + Math.floor(random() * 900))
      const whole = smoothed(values, smoothing, times)
      for (const cut of [1, Math.floor(length / 2), length - 1])
        expect(smoothed(values.slice(0, cut), smoothing, times.slice(0, cut))).toEqual(whole.slice(0, cut))
    }
  })

  test('leaves a constant alone, also after a gap, and lies between the extremes', () => {
    for (const value of smoothed([4, 4, Number.NaN, 4, Number.POSITIVE_INFINITY, 4], smoothing))
      if (Number.isFinite(value)) expect(value).toBeCloseTo(4, 12)
    const random = seededRandom(5)
    for (const value of smoothed(Array.from({ length: 200 }, random), smoothing)) {
      expect(value).toBeGreaterThanOrEqual(0)
      expect(value).toBeLessThanOrEqual(1)
    }
  })

  test('keeps what is not finite where it is', () => {
    const out = smoothed([1, Number.NaN, 2, Number.NEGATIVE_INFINITY, 3], smoothing)
    expect([out[1], out[3]]).toEqual([Number.NaN, Number.NEGATIVE_INFINITY])
    expect([out[0], out[2], out[4]].every(Number.isFinite)).toBe(true)
  })
})

test('the debiased mean has the weights of TensorBoard', () => {
  // By hand: 1; (0.5 * 1 + 2) / 1.5; (0.25 * 1 + 0.5 * 2 + 4) / 1.75.
  expect(smoothed([1, 2, 4], { kind: 'ema', weight: 0.5 })).toEqual([1, 2.5 / 1.5, 5.25 / 1.75])
})

test('a point counts half after one half-life', () => {
  expect(smoothed([1, 4], { kind: 'time-ema', halfLifeSeconds: 2 }, [0, 2000])).toEqual([1, 4.5 / 1.5])
  expect(smooth(series([1, 4], null), { kind: 'time-ema', halfLifeSeconds: 2 })).toBeNull()
})

test('a window is the mean of its last points, and a spike leaves no trace behind it', () => {
  const values = Array.from({ length: 40 }, (_, at) => (at === 5 ? 1e17 : at))
  const out = smoothed(values, { kind: 'window', points: 4 })
  expect(out.slice(0, 4)).toEqual([0, 0.5, 1, 1.5])
  for (let at = 9; at < 40; at++) expect(out[at]).toBe(at - 1.5)
})

test('a weight of one is held below it', () => {
  const [, second = 0] = smoothed([0, 1], { kind: 'ema', weight: 1 })
  expect(second).toBeGreaterThan(0.5)
})
