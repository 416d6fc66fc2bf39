import { describe, expect, test } from 'vitest'
import type { Thresholds } from '#lib/domain/artefacts/task.ts'
import { judgeMeasurements } from '#lib/domain/gate-policy.ts'
import { type Measured, measureDifficulty } from '#lib/pipeline/verify/difficulty.ts'

const FAIR = {
  s0: 0.5,
  s1: 0.62,
  s2: 0.7,
  s3: 0.74,
  s4: 0.73,
  s5: 0.78,
  s6: 0.8,
  s7: 0.88,
  s8: 0.9,
  reference: 0.86,
}
const at = (value: number) => ({ value, low: value, high: value })
const THRESHOLDS: Thresholds = { median: at(0.72), bronze: at(0.78), silver: at(0.8), gold: at(0.82) }

const judgeDifficulty = (...of: Parameters<typeof measureDifficulty>) => {
  const { measurements, figures } = measureDifficulty(...of)
  return { ...judgeMeasurements('difficulty', measurements), figures }
}
const failures = (scores: Measured, metric: Parameters<typeof judgeDifficulty>[0] = 'auc') =>
  judgeDifficulty(metric, scores, THRESHOLDS)
    .checks.filter((check) => !check.passed)
    .map((check) => check.id)

test('a fair task passes every check and reports its shares', () => {
  const { checks, figures } = judgeDifficulty('auc', FAIR, THRESHOLDS)
  expect(checks.map((check) => check.id)).toEqual([
    'oracle',
    'noisy',
    'saturated',
    'trivial',
    'easy-default',
    'easy-default/silver',
    'unlearnable',
    'too-hard',
  ])
  expect(checks.every((check) => check.passed)).toBe(true)
  expect(figures.shares).toMatchObject({ s0: 0, s8: 1, s6: 0.75, s3: 0.6 })
})

describe('planted faults', () => {
  test.each([
    ['one feature closes 85 % of the gap', { ...FAIR, s1: 0.84 }, ['trivial']],
    ['the forest closes 90 % of the gap', { ...FAIR, s3: 0.86 }, ['easy-default', 'easy-default/silver']],
    [
      'the linear model closes 90 % of the gap',
      { ...FAIR, s2: 0.86 },
      ['easy-default', 'easy-default/silver'],
    ],
    ['boosting by default reaches silver', { ...FAIR, s4: 0.8 }, ['easy-default/silver']],
    [
      'nobody finds anything',
      { ...FAIR, s1: 0.5, s2: 0.51, s3: 0.5, s4: 0.51, s5: 0.51, s6: 0.51 },
      ['unlearnable'],
    ],
    ['noise drowns the rule', { s0: 0.5, s8: 0.65 }, ['noisy']],
    ['nothing is left to chance', { s0: 0.5, s8: 0.999 }, ['saturated']],
    ['the reference misses silver', { ...FAIR, reference: 0.79 }, ['too-hard']],
    ['the oracle is no better than the dummy', { ...FAIR, s8: 0.5 }, ['noisy']],
  ])('%s', (_, scores, ids) => expect(failures(scores)).toEqual(ids))

  test('errors are judged by the share that the oracle removes', () => {
    expect(failures({ s0: 10, s8: 9 }, 'rmse')).toEqual(['noisy'])
    expect(failures({ s0: 10, s8: 0.5 }, 'rmse')).toEqual(['saturated'])
    expect(failures({ s0: 10, s8: 4 }, 'rmse')).toEqual([])
  })
})

describe("labels are judged by the share of the dummy's mistakes that the oracle fixes", () => {
  test.each([
    ['a dummy that is mostly right leaves little to gain', 0.75, 0.85, []],
    ['one mistake in ten fixed is noise', 0.75, 0.775, ['noisy']],
    ['hardly a mistake left', 0.75, 0.99, ['saturated']],
  ])('%s', (_, s0, s8, ids) => {
    expect(failures({ s0, s8 }, 'accuracy')).toEqual(ids)
    expect(failures({ s0, s8 }, 'macro-f1')).toEqual(ids)
  })
})

test('what a quick certificate did not measure is left out, not passed', () => {
  const { s5: _5, s6: _6, reference: _r, ...quick } = FAIR
  const ids = judgeDifficulty('auc', quick, THRESHOLDS).checks.map((check) => check.id)
  expect(ids).not.toContain('unlearnable')
  expect(ids).not.toContain('too-hard')
})
