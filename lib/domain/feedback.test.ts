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
const validation = { kind: 'validation-score', gradings: 20 } as const
const told = (half: number) => ({
  ...validation,
  step: contractFor({ rows, thresholds: thresholds(half) }).step,
})

describe('the contract', () => {
  test('of a new task is about its feedback rows; of a plan without them about the reward rows, and marked', () => {
    const measured = thresholds(0.02)
    expect(contractFor({ rows, thresholds: measured })).toEqual(told(0.02))
    expect(contractFor({ rows: { test: 1000 }, thresholds: measured })).toMatchObject({
      kind: 'held-out-score',
      gradings: 20,
    })
    expect(isHeldOut({ feedback: validation, rows })).toBe(false)
    expect(isHeldOut({ feedback: { kind: 'held-out-score', gradings: 3 }, rows })).toBe(true)
  })

  test('of a task without feedback rows is a held-out one, whatever it calls itself', () => {
    expect(contractOf({ feedback: validation, rows: { test: 1000 } }).kind).toBe('held-out-score')
    expect(partOf(contractOf({ feedback: validation, rows }))).toBe('feedback')
  })

  test('leaves as many rows to decide the tier as the metric needs', () => {
    expect(rewardRowsOf({ test: leastRewardRows('auc') + FEEDBACK_ROWS, feedback: FEEDBACK_ROWS })).toBe(2000)
    expect(leastRewardRows('accuracy')).toBe(1000)
  })
})

describe('the step of a told score', () => {
  // Thresholds 0.1, 0.05 and 0.05 apart; the widest interval, 2 * half, is a standard error of half / 1.96 on 2,000 rows
  // and of 2.83 times that on 250.
  test.each([
    ['a third of the smallest gap', 0.02, 0, 0.01],
    ['what five rows change, where that is more', 0.05, 0, 0.05],
    ['a standard error, where that is less', 0.002, 0, 0.002],
    ['one row of a share, without any interval', 0, 0, 0.005],
    ['the same for a submission as uncertain as others', 0.02, 0.03, 0.01],
    ['the own error of an extreme submission', 0.02, 0.051, 0.1],
  ])('is %s: intervals of +-%d, own error %d', (_, half, ownSe, step) => {
    expect(feedbackStep({ feedback: told(half), rows, thresholds: thresholds(half) }, ownSe)).toBe(step)
  })

  test.each([
    [0.02, 1],
    [0.5, 20],
    [0.002, 0.05],
  ])(
    'hides no tier, and is at most a third of the gap where rows allow it: errors of %d, units of %d',
    (half, unit) => {
      const apart = (value: number) => at(value * unit, half * unit)
      const close = { median: apart(0.6), bronze: apart(0.63), silver: apart(0.65), gold: apart(0.71) }
      const many = { test: 20_000, feedback: 1000 }
      const { step = 0 } = contractFor({ rows: many, thresholds: close })
      const error = (half / 1.96) * Math.sqrt(19) * unit
      expect(step).toBeLessThanOrEqual(Math.max((0.02 * unit) / 3, (2 * 5 * error) / Math.sqrt(1000)))
      expect(step).toBeGreaterThanOrEqual((5 * error) / Math.sqrt(1000))
    },
  )

  test('tells three submissions between two tiers of a usual task apart', () => {
    // A noisy binary task as it comes out of calibration: silver and gold 0.0167 apart in AUC, an error of 0.0257.
    const auc = (value: number, low: number, high: number) => ({ value, low, high })
    const thresholds = {
      median: auc(0.6431, 0.6206, 0.6656),
      bronze: auc(0.7242, 0.7042, 0.7442),
      silver: auc(0.789, 0.769, 0.809),
      gold: auc(0.8057, 0.7867, 0.8247),
    }
    const { step = 0 } = contractFor({ rows: { test: 4500, feedback: 750 }, thresholds })
    const scores = [0.7895, 0.7954, 0.8006].map((score) => roundToStep(score, step))
    expect(new Set(scores).size).toBe(3)
  })

  test('is finer on the reward rows, which are more', () => {
    const [few, many] = [rows, { test: 2250 }].map(
      (one) => contractFor({ rows: one, thresholds: thresholds(0.05) }).step ?? 0,
    )
    expect(many).toBeLessThan(few ?? 0)
  })

  test('is coarse where a task states none: what its statement names covers a standard error', () => {
    const step = (ownSe: number) =>
      feedbackStep({ feedback: validation, rows, thresholds: thresholds(0.02) }, ownSe)
    expect([step(0), step(0.04), step(0.051)]).toEqual([0.05, 0.05, 0.1])
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
