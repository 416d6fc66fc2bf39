import { describe, expect, test } from 'vitest'
import { controlLine, controlWords } from '#lib/domain/control-words.ts'
import { leftControls, leftDifficulty, RunControls, testRowsWithin } from '#lib/domain/controls.ts'

test.each([
  [{ trainRows: [20, 60] }],
  [{ trainRows: [60, 201] }],
  [{ trainRows: [90, 60] }],
  [{ testRows: [1000, 20_001] }],
  [{ modalities: [] }],
  [{ modalities: ['image', 'image'] }],
  [{ difficulty: 'brutal' }],
  [{ colour: 'red' }],
])('%j is nothing that a run can ask for', (controls) => {
  expect(RunControls.safeParse(controls).success).toBe(false)
})

const plan = {
  modality: 'tabular',
  metric: 'rmse',
  domain: { family: 'health' },
  mechanisms: [{ id: 'ratio-threshold' }],
  rows: { train: 120, test: 5000 },
  noise: 1,
} as const

describe('a plan that leaves the controls is told what it left', () => {
  test.each([
    [{}, []],
    [{ modalities: ['tabular'], families: ['health'], mechanisms: ['ratio-threshold', 'hill-dose'] }, []],
    [{ trainRows: [120, 120], testRows: [5000, 6000] }, []],
    [{ modalities: ['image'] }, ['modality tabular']],
    [{ families: ['space'] }, ['a world of health']],
    [{ mechanisms: ['hill-dose'] }, ['mechanism ratio-threshold']],
    [{ trainRows: [50, 80] }, ['120 training rows']],
    [{ testRows: [6000, 9000] }, ['5000 test rows']],
  ] satisfies [RunControls, string[]][])('%j: %j', (controls, left) => {
    expect(leftControls(controls, plan)).toEqual(left)
  })

  test('the noise of a first plan is the difficulty that was asked for', () => {
    expect(leftDifficulty({ difficulty: 'medium' }, plan)).toBeNull()
    expect(leftDifficulty({}, plan)).toBeNull()
    expect(leftDifficulty({ difficulty: 'hard' }, plan)).toBe('noise 1 instead of 2')
  })

  test('test rows are asked for as far as metric and modality allow', () => {
    expect(testRowsWithin({ testRows: [9000, 12_000] }, 'image', 'accuracy')).toEqual([1450, 1450])
    expect(testRowsWithin({ testRows: [1000, 1100] }, 'tabular', 'auc')).toEqual([2250, 2250])
    expect(testRowsWithin({}, 'tabular', 'rmse')).toEqual([1250, 20_000])
    expect(testRowsWithin({}, 'tabular', 'multi-log-loss')).toEqual([2250, 8000])
  })
})

test('what is asked for reads as terms and values, and not at all where it is nothing', () => {
  expect(controlWords({})).toEqual([])
  const controls: RunControls = { difficulty: 'hard', modalities: ['text'], testRows: [1000, 20_000] }
  expect(controlLine(controls)).toBe('difficulty hard; modalities text; test rows 1,000 to 20,000')
})
