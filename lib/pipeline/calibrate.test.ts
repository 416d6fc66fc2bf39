import { describe, expect, test } from 'vitest'
import { type CalibrationInput, calibrateLadder, refuseByOwnPrograms } from '#lib/pipeline/calibrate.ts'

// The measured ladder of the design's environment T1 (AUC) and T2 (RMSLE).
const T1 = { s0: 0.5, s1: 0.689, s2: 0.84, s3: 0.836, s4: 0.824, s5: 0.846, s6: 0.862, reference: 0.926 }
const T2 = { s0: 0.797, s1: 0.653, s2: 0.801, s3: 0.529, s4: 0.533, s5: 0.453, s6: 0.426, reference: 0.181 }

const input = (
  scores: Record<string, number>,
  direction: 'maximize' | 'minimize',
  changes: Partial<CalibrationInput> = {},
): CalibrationInput => ({
  direction,
  scores,
  intervals: Object.fromEntries(
    Object.entries(scores).map(([name, score]) => [name, { low: score - 0.01, high: score + 0.02 }]),
  ),
  pairedSe: {},
  ...changes,
})
function calibrated(of: CalibrationInput) {
  const result = calibrateLadder(of)
  if (result.kind !== 'calibrated') throw new Error(`${result.reason}: ${result.message}`)
  const { median, bronze, silver, gold } = result.thresholds
  return { ...result, values: [median.value, bronze.value, silver.value, gold.value] as const }
}

test('spreads bronze, silver and gold between the best default model and the reference', () => {
  const { values, respaced } = calibrated(input(T2, 'minimize'))
  expect(values).toEqual([0.593, 0.37867, 0.30433, 0.23])
  expect(respaced).toEqual([])
  expect(calibrated(input(T1, 'maximize')).values).toEqual([0.83, 0.8684, 0.8908, 0.9132])
})

describe('gold', () => {
  test('lies above what the search reaches, and bronze and silver in equal steps below it', () => {
    const [, bronze, silver, gold] = calibrated(input({ ...T1, s6: 0.866 }, 'maximize')).values
    expect(gold).toBeCloseTo(0.866 + 0.8 * 0.06, 5)
    expect(silver - bronze).toBeCloseTo(gold - silver, 4)
    expect(bronze - T1.s5).toBeCloseTo(gold - silver, 4)
  })

  test('lies above what tuned plain models reach, and so does bronze', () => {
    const { values } = calibrated(input({ ...T1, s5: 0.87, s6: 0.85 }, 'maximize'))
    expect(values[3]).toBeCloseTo(0.87 + 0.8 * 0.056, 5)
    expect(values[1]).toBeGreaterThan(0.87)
  })
})

describe('feature work that knows nothing of the rule', () => {
  const engineered = 'shipped--engineered__features'

  test('stays halfway below gold, and may reach silver', () => {
    const { values, respaced } = calibrated(input({ ...T1, [engineered]: 0.912 }, 'maximize'))
    expect(values[3]).toBeCloseTo((0.912 + T1.reference) / 2, 5)
    expect(values[2]).toBeLessThan(0.912)
    expect(respaced).toContain('gold')
  })

  test('that is far from the reference changes nothing', () => {
    const { values } = calibrated(input({ ...T1, [engineered]: 0.87 }, 'maximize'))
    expect(values).toEqual(calibrated(input(T1, 'maximize')).values)
  })

  test('that the reference hardly beats makes a task too easy, or too hard where it found little', () => {
    const reaching = (score: number, s8: number) =>
      calibrateLadder(input({ ...T1, [engineered]: score, s8 }, 'maximize'))
    expect(reaching(0.92, 0.95)).toMatchObject({ kind: 'refused', reason: 'easy-default' })
    expect(reaching(0.93, 0.95)).toMatchObject({ kind: 'refused', reason: 'easy-default' })
    const weak = { s0: 0.5, s1: 0.54, s2: 0.6, s3: 0.59, s4: 0.58, s5: 0.6, s6: 0.6, reference: 0.632 }
    expect(calibrateLadder(input({ ...weak, [engineered]: 0.63, s8: 0.95 }, 'maximize'))).toMatchObject({
      kind: 'refused',
      reason: 'too-hard',
    })
  })
})

describe('the programs of a task, before its ladder is climbed', () => {
  const own = {
    'shipped--constant__prior': 0.5,
    'shipped--default__forest': 0.84,
    'shipped--single-feature-probe__tree': 0.7,
    'shipped--engineered__features': 0.88,
    reference: 0.926,
    oracle: 0.95,
  }
  const refusal = (changes: Record<string, number> = {}) =>
    refuseByOwnPrograms({ direction: 'maximize', scores: { ...own, ...changes } })

  test('say nothing against a task whose reference is ahead', () => {
    expect(refusal()).toBeNull()
  })

  test('refuse one that a default model, or feature work, solves as well', () => {
    expect(refusal({ 'shipped--default__forest': 0.9 })).toMatchObject({
      reason: 'easy-default',
      message: 'The reference (0.926) is hardly better than the best default model (0.9).',
    })
    expect(refusal({ 'shipped--engineered__features': 0.925 })?.message).toContain('feature work')
    expect(refusal({ reference: 0.5 })).toMatchObject({ reason: 'too-hard' })
  })

  test('turn a metric round that is minimised', () => {
    const scores = Object.fromEntries(Object.entries(own).map(([name, score]) => [name, 1 - score]))
    expect(refuseByOwnPrograms({ direction: 'minimize', scores })).toBeNull()
  })

  test('cannot say without a constant to compare with', () => {
    const { 'shipped--constant__prior': _, ...rest } = own
    expect(refuseByOwnPrograms({ direction: 'maximize', scores: rest })).toBeNull()
  })
})

describe('a reference that is hardly better than the search', () => {
  test('makes a task too easy where both found the rule', () => {
    const scores = { ...T1, s6: 0.925, s8: 0.95 }
    expect(calibrateLadder(input(scores, 'maximize'))).toMatchObject({
      kind: 'refused',
      reason: 'easy-default',
    })
  })

  test('makes it too hard where neither did', () => {
    const scores = {
      s0: 0.5,
      s1: 0.54,
      s2: 0.6,
      s3: 0.59,
      s4: 0.58,
      s5: 0.61,
      s6: 0.63,
      reference: 0.632,
      s8: 0.95,
    }
    expect(calibrateLadder(input(scores, 'maximize'))).toMatchObject({ kind: 'refused', reason: 'too-hard' })
  })
})

test('spaces tiers by two standard errors of the paired difference where those are wider', () => {
  const { values } = calibrated(input(T1, 'maximize', { pairedSe: { 's6:reference': 0.0125 } }))
  expect(values[2] - values[1]).toBeCloseTo(0.025, 5)
})

describe('a default model', () => {
  test('stays below bronze by a standard error, also one of the task itself', () => {
    const shipped = 'shipped--default__boosting'
    const scores = { ...T1, [shipped]: 0.85 }
    const pairedSe = { [`${shipped}:reference`]: 0.025 }
    const { values, respaced } = calibrated(input(scores, 'maximize', { pairedSe }))
    expect(values[1]).toBeCloseTo(0.875, 5)
    expect(respaced).toContain('bronze')
  })

  test('may reach bronze where tiers are close, but never silver', () => {
    const { values } = calibrated(input(T1, 'maximize', { pairedSe: { 's6:reference': 0.025 } }))
    expect(values[1]).toBeLessThan(0.84)
    expect(values[2]).toBeGreaterThan(0.84)
  })

  test('leaves room for silver and gold, or the task is refused', () => {
    expect(calibrateLadder(input(T1, 'maximize', { pairedSe: { 's5:reference': 0.05 } }))).toMatchObject({
      kind: 'refused',
      reason: 'easy-default',
    })
  })

  test('that the reference hardly beats makes a task too easy', () => {
    const result = calibrateLadder(input({ ...T1, s4: 0.895 }, 'maximize'))
    expect(result).toMatchObject({ kind: 'refused', reason: 'easy-default' })
  })
})

test('silver and gold differ by two standard errors of search against reference', () => {
  const { values } = calibrated(input(T1, 'maximize', { pairedSe: { 's6:reference': 0.018 } }))
  expect(values[3] - values[2]).toBeCloseTo(0.036, 5)
})

describe('the dummy', () => {
  test('holds the median up: at least 5 % of the way to the reference', () => {
    const { values } = calibrated(input({ ...T2, s1: 0.9, s2: 0.95, s3: 0.9, s4: 0.9 }, 'minimize'))
    expect(values[0]).toBeCloseTo(0.797 - Math.max(0.05 * (0.797 - 0.181), (3 * 0.03) / 3.92), 5)
  })

  test('is out of reach for random predictions on a noisy test', () => {
    const weak = { ...T2, s1: 0.79, s2: 0.79, s3: 0.79, s4: 0.79 }
    const intervals = { s4: { low: 0.75, high: 0.83 } }
    const { values } = calibrated(input(weak, 'minimize', { intervals }))
    expect(values[0]).toBeCloseTo(0.797 - (3 * 0.08) / 3.92, 5)
  })

  test('and what a single column tells lie below bronze', () => {
    const { values } = calibrated(input({ ...T1, 'shipped--single-feature-probe__tree': 0.845 }, 'maximize'))
    expect(values[1]).toBeGreaterThan(0.852)
    expect(values[1]).toBeLessThan(values[2])
  })

  test('that holds the median up moves bronze away from it', () => {
    const weak = { ...T2, s1: 0.79, s2: 0.79, s3: 0.79, s4: 0.79, s5: 0.72 }
    const changes = { intervals: { s4: { low: 0.75, high: 0.83 } }, pairedSe: { 's4:s5': 0.09 } }
    const { values } = calibrated(input(weak, 'minimize', changes))
    expect(values[0] - values[1]).toBeCloseTo(0.18, 5)
  })

  test('and silver leave too little room between them: a task is flat', () => {
    const weak = { ...T2, s1: 0.79, s2: 0.79, s3: 0.79, s4: 0.79, s5: 0.72, s6: 0.71 }
    const changes = { intervals: { s4: { low: 0.75, high: 0.83 } }, pairedSe: { 's4:s5': 0.2 } }
    expect(calibrateLadder(input(weak, 'minimize', changes))).toMatchObject({
      kind: 'refused',
      reason: 'flat',
    })
  })

  test('that the search hardly beats makes a task too hard', () => {
    const scores = { ...T1, s1: 0.5, s2: 0.5, s3: 0.5, s4: 0.5, s5: 0.505, s6: 0.51, reference: 0.9 }
    expect(calibrateLadder(input(scores, 'maximize'))).toMatchObject({ kind: 'refused', reason: 'too-hard' })
  })

  test('makes a task flat when bronze is spaced down to its floor', () => {
    const pairedSe = { 's6:reference': 0.1 }
    expect(calibrateLadder(input(T1, 'maximize', { pairedSe }))).toMatchObject({
      kind: 'refused',
      reason: 'flat',
    })
  })
})

test('a rung without a score is named', () => {
  const { s5: _, ...rest } = T1
  expect(calibrateLadder(input(rest, 'maximize'))).toMatchObject({
    kind: 'refused',
    reason: 'broken',
    message: 'no score of s5',
  })
})

describe('the interval of a threshold', () => {
  const pairedSe = { 's4:s5': 0.004, 's6:reference': 0.006 }
  const disjoint = (direction: 'maximize' | 'minimize', scores: Record<string, number>) => {
    const { thresholds } = calibrated(input(scores, direction, { pairedSe }))
    const { median, bronze, silver, gold } = thresholds
    const upwards = direction === 'maximize' ? [median, bronze, silver, gold] : [gold, silver, bronze, median]
    return upwards.every((tier, at) => tier.high < (upwards[at + 1]?.low ?? Number.POSITIVE_INFINITY))
  }

  test('meets none of a tier that the test tells apart', () => {
    expect(disjoint('maximize', T1)).toBe(true)
    expect(disjoint('minimize', T2)).toBe(true)
  })

  test('has five decimals, and the paired errors of its neighbours in it', () => {
    const { thresholds } = calibrated(input({ ...T1, s6: 0.8812345678 }, 'maximize', { pairedSe }))
    expect(thresholds.silver).toEqual({ value: 0.89336, low: 0.88748, high: 0.89924 })
    expect(thresholds.bronze.value - thresholds.bronze.low).toBeCloseTo(0.98 * 0.004, 4)
    expect(thresholds.bronze.high - thresholds.bronze.value).toBeCloseTo(0.98 * 0.006, 4)
  })
})
