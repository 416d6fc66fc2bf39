import { describe, expect, test } from 'vitest'
import {
  type ComparedCandidate,
  differenceOfShares,
  differencesOf,
  figuresOf,
  wilson,
} from '#lib/domain/compare-runs.ts'
import { medianOf } from '#lib/domain/statistics.ts'

const candidate = (ordinal: number, over: Partial<ComparedCandidate> = {}): ComparedCandidate => ({
  ordinal,
  status: 'verified',
  repeatsOther: false,
  approved: false,
  costMicroUsd: 100,
  reusedMicroUsd: 0,
  minutes: 2,
  ...over,
})
const run = (count: number, of: (ordinal: number) => Partial<ComparedCandidate> = () => ({})) =>
  Array.from({ length: count }, (_, ordinal) => candidate(ordinal, of(ordinal)))

describe("Wilson's interval", () => {
  // Newcombe 1998, Statistics in Medicine 17, 857-872, table I: 81 of 263 and 15 of 148.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
  ])('%i of %i', (hits, n, low, high) => {
    expect(wilson(hits, n)?.low).toBeCloseTo(low, 4)
    expect(wilson(hits, n)?.high).toBeCloseTo(high, 4)
  })
  test('stays within 0 and 1 where all or none hit, and says nothing without a trial', () => {
    expect(wilson(8, 8)).toMatchObject({ value: 1, high: 1 })
    expect(wilson(0, 8)).toMatchObject({ value: 0, low: 0 })
    expect(wilson(0, 0)).toBeNull()
  })
})

// Newcombe 1998, 873-890, table II, method 10, row (a): 56/70 - 48/80.
test("Newcombe's interval of a difference", () => {
  const difference = differenceOfShares(wilson(48, 80), wilson(56, 70))
  expect(difference).toMatchObject({ kind: 'separable' })
  if (difference.kind === 'too-few') throw new Error('enough')
  expect(difference.value).toBeCloseTo(0.2, 6)
  expect(difference.low).toBeCloseTo(0.0524, 4)
  expect(difference.high).toBeCloseTo(0.3339, 4)
})

describe('figures of a run', () => {
  test('what refused candidates cost is borne by the verified ones, and what was taken over counts', () => {
    const figures = figuresOf(
      run(6, (n) => (n < 3 ? { status: 'rejected' } : { reusedMicroUsd: 100, approved: n === 5 })),
    )
    expect(figures).toMatchObject({ judged: 6, verified: 3, approved: 1, repeats: 0 })
    expect(figures.costPerVerified?.value).toBe(300)
    expect(figures.costPerApproved?.value).toBe(900)
    expect(figures.costPerVerified?.low).toBeLessThan(300)
    expect(figures.costPerVerified?.high).toBeGreaterThan(300)
    // A resample without the only approved one knows no upper bound.
    expect(figures.costPerApproved?.high).toBeNull()
  })
  test('errors, cancelled ones and repeats of the other run are not judged', () => {
    const figures = figuresOf([
      candidate(0),
      candidate(1, { status: 'error' }),
      candidate(2, { status: 'cancelled' }),
      candidate(3, { status: 'duplicate', repeatsOther: true }),
      candidate(4, { status: 'duplicate' }),
    ])
    expect(figures).toMatchObject({ judged: 2, verified: 1, repeats: 1 })
    expect(figures.minutes).toMatchObject({ value: 2, low: null, high: null, n: 2 })
  })
  test('a run without a verified candidate has no cost of one', () => {
    expect(figuresOf(run(6, () => ({ status: 'rejected' }))).costPerVerified).toBeNull()
  })
  test('the same rows give the same interval', () => {
    const rows = run(9, (n) => ({ costMicroUsd: n * 37 }))
    expect(figuresOf(rows)).toEqual(figuresOf(rows))
  })
})

describe('differences of two runs', () => {
  test('two equal runs are not separable', () => {
    const rows = run(10, (n) => ({ costMicroUsd: 50 + n, status: n % 2 ? 'verified' : 'rejected' }))
    const differences = differencesOf(rows, rows)
    expect(differences.acceptance).toMatchObject({ kind: 'not-separable', value: 0 })
    expect(differences.costPerVerified).toMatchObject({ kind: 'not-separable', value: 0 })
  })
  test('a run that is dearer at every place is separable', () => {
    const differences = differencesOf(
      run(10, (n) => ({ costMicroUsd: 100 + n })),
      run(10, (n) => ({ costMicroUsd: 200 + n, minutes: 4 })),
    )
    expect(differences.costPerVerified).toMatchObject({ kind: 'separable', value: 100 })
    expect(differences.minutes).toMatchObject({ kind: 'separable', value: 2 })
  })
  test('too few pairs are not resampled', () => {
    expect(differencesOf(run(4), run(4)).costPerVerified).toEqual({ kind: 'too-few', n: 4, needed: 5 })
    expect(differencesOf(run(4), run(4)).acceptance).toMatchObject({ kind: 'too-few' })
  })
  test('a cost that only one side has is not a difference', () => {
    const none = run(8, () => ({ status: 'rejected' }))
    expect(differencesOf(run(8), none).costPerVerified).toMatchObject({ kind: 'too-few' })
  })
})

test('the median of an even count lies between the two in the middle', () => {
  expect(medianOf([4, 1, 3, 2])).toBe(2.5)
  expect(medianOf([3, 1, 2])).toBe(2)
})
