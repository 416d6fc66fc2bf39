import { describe, expect, test } from 'vitest'
import { seededRandom } from '#lib/domain/random.ts'
import {
  deviationOf,
  meanOf,
  medianOf,
  nearestRankOf,
  quantileOf,
  standardErrorOf,
} from '#lib/domain/statistics.ts'

describe('one definition of each figure', () => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6]
  const sorted = [...values].sort((a, b) => a - b)

  // By numpy 2: mean, std, std(ddof=1) / sqrt(n), median, percentile, percentile(method='inverted_cdf').
  test("is numpy's", () => {
    expect(meanOf(values)).toBe(3.875)
    expect(deviationOf(values)).toBeCloseTo(2.5708704751503917, 14)
    expect(standardErrorOf(values)).toBeCloseTo(0.9716977043151993, 14)
    expect(medianOf(values)).toBe(3.5)
    expect(medianOf([7, 1, 3])).toBe(3)
    expect(quantileOf(sorted, 0.9)).toBeCloseTo(6.9, 14)
    expect(nearestRankOf(sorted, 0.9)).toBe(9)
    expect(nearestRankOf(sorted, 0.5)).toBe(3)
  })

  test('ends that are infinite stay so, and none are made up', () => {
    const costs = [1, 2, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
    expect(quantileOf(costs, 1)).toBe(Number.POSITIVE_INFINITY)
    expect(quantileOf(costs, 0.8)).toBe(Number.POSITIVE_INFINITY)
    expect(standardErrorOf([1])).toBeNull()
    expect(meanOf([])).toBeNaN()
  })
})

test('the sequence of a seed never changes: kept runs and intervals rest on it', () => {
  const random = seededRandom(0x5eed)
  expect(Array.from({ length: 4 }, random)).toEqual([
    0.7100320369936526, 0.286336648510769, 0.9519026265479624, 0.10175976227037609,
  ])
})
