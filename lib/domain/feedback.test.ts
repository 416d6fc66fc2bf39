import { describe, expect, test } from 'vitest'
import {
  contractFor,
  contractOf,
  FEEDBACK_ROWS,
  feedbackStep,
  isHeldOut,
  leastRewardRows,
  partOf,
  rewardRowsOf,
  roundToStep,
} from '#lib/domain/feedback.ts'

const at = (value: number, half: number) => ({ value, low: value - half, high: value + half })
const thresholds = (half: number) => ({
  median: at(0.6, half),
  bronze: at(0.7, half),
  silver: at(0.75, half / 2),
  gold: at(0.8, 0),
})
const rows = { test: 2250, feedback: 250 }
const told = { kind: 'validation-score', gradings: 20 } as const

describe('the contract', () => {
  test('of a new task is about its feedback rows; of a plan without them about the reward rows, and marked', () => {
    expect(contractFor(rows)).toEqual({ kind: 'validation-score', gradings: 20 })
    expect(contractFor({ test: 1000 })).toEqual({ kind: 'held-out-score', gradings: 20 })
    expect(isHeldOut({ feedback: told, rows })).toBe(false)
    expect(isHeldOut({ feedback: { kind: 'held-out-score', gradings: 3 }, rows })).toBe(true)
  })

  test('of a task without feedback rows is a held-out one, whatever it calls itself', () => {
    expect(contractOf({ feedback: told, rows: { test: 1000 } }).kind).toBe('held-out-score')
    expect(partOf(contractOf({ feedback: told, rows }))).toBe('feedback')
  })

  test('leaves as many rows to decide the tier as the metric needs', () => {
    expect(rewardRowsOf({ test: leastRewardRows('auc') + FEEDBACK_ROWS, feedback: FEEDBACK_ROWS })).toBe(2000)
    expect(leastRewardRows('accuracy')).toBe(1000)
  })
})

describe('the step of a told score', () => {
  test.each([
    // The widest interval, 0.04 on 2,000 rows, is a standard error of 0.0102 there and 0.0289 on 250.
    [0.02, 0, 0.05],
    [0.02, 0.051, 0.1],
    [0.002, 0, 0.005],
    [400, 0, 1000],
    // Without any interval one row of a share is the least.
    [0, 0, 0.005],
  ])('with intervals of +-%d and an own error of %d is %d', (half, ownSe, step) => {
    expect(feedbackStep({ feedback: told, rows, thresholds: thresholds(half) }, ownSe)).toBe(step)
  })

  test('is finer on the reward rows, which are more', () => {
    const feedback = { kind: 'held-out-score', gradings: 20 } as const
    expect(feedbackStep({ feedback, rows, thresholds: thresholds(0.02) })).toBe(0.02)
  })

  test.each([
    [0.61407, 0.05, 0.6],
    [0.62501, 0.05, 0.65],
    [-0.012, 0.05, 0],
    [0.3, 0.1, 0.3],
    [12_345.6, 1000, 12_000],
  ])('%d in steps of %d is %d', (score, step, rounded) => {
    expect(roundToStep(score, step)).toBe(rounded)
    expect(Object.is(roundToStep(score, step), -0)).toBe(false)
  })
})
