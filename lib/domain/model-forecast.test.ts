import { expect, test } from 'vitest'
import { type CandidateUse, forecastOf } from '#lib/domain/model-forecast.ts'

const use = (n: number): CandidateUse => ({ costMicroUsd: n * 1000, tokens: n * 10, minutes: n })

test('four finished candidates are no history, five are', () => {
  expect(forecastOf([1, 2, 3, 4].map(use), 1, 1)).toBeNull()
  expect(forecastOf([5, 1, 4, 2, 3].map(use), 1, 1)?.perCandidate).toEqual({
    costMicroUsd: { p50: 3000, p90: 5000 },
    tokens: { p50: 30, p90: 50 },
    minutes: { p50: 3, p90: 5 },
  })
})

test('a run of equal candidates costs their sum and takes as long as its share of places allows', () => {
  const history = Array.from({ length: 6 }, () => use(2))
  expect(forecastOf(history, 10, 4)?.run).toEqual({
    costMicroUsd: { p50: 20_000, p90: 20_000 },
    tokens: { p50: 200, p90: 200 },
    minutes: { p50: 5, p90: 5 },
  })
  expect(forecastOf(history, 2, 50)?.run.minutes).toEqual({ p50: 2, p90: 2 })
})

test('luck evens out over a run: its 90th percentile is nearer to its median than that of one candidate', () => {
  const history = [1, 1, 1, 1, 1, 1, 1, 1, 11, 11].map(use)
  const forecast = forecastOf(history, 100, 1)
  const { p50, p90 } = forecast?.run.costMicroUsd ?? { p50: 0, p90: 0 }
  expect(p50).toBeGreaterThan(250_000)
  expect(p50).toBeLessThan(350_000)
  expect(p90 / p50).toBeLessThan(1.3)
  expect(forecast?.perCandidate.costMicroUsd).toEqual({ p50: 1000, p90: 11_000 })
})

test('the same question has the same forecast', () => {
  const history = [1, 2, 3, 4, 5, 6].map(use)
  expect(forecastOf(history, 7, 2)).toEqual(forecastOf(history, 7, 2))
})
