import { describe, expect, test } from 'vitest'
import { tierOf } from '#lib/domain/tiers.ts'

const UP = { median: 0.4, bronze: 0.6, silver: 0.7, gold: 0.8 }
const DOWN = { median: 0.8, bronze: 0.6, silver: 0.5, gold: 0.4 }

describe('tierOf', () => {
  test.each([
    [0.8, 'gold'],
    [0.79999, 'silver'],
    [0.7, 'silver'],
    [0.6, 'bronze'],
    [0.59999, 'median'],
    [0.40001, 'median'],
    [0.4, 'below'],
    [0.39999, 'below'],
    [null, 'fail'],
    [Number.NaN, 'fail'],
  ] as const)('upwards, %s is %s: medals inclusive, the median strict', (score, tier) => {
    expect(tierOf(score, UP, 'maximize')).toBe(tier)
  })

  test.each([
    [0.4, 'gold'],
    [0.40001, 'silver'],
    [0.5, 'silver'],
    [0.6, 'bronze'],
    [0.60001, 'median'],
    [0.79999, 'median'],
    [0.8, 'below'],
    [0.80001, 'below'],
  ] as const)('downwards, %s is %s', (score, tier) => {
    expect(tierOf(score, DOWN, 'minimize')).toBe(tier)
  })
})
