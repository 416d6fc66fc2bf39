import { expect, test } from 'vitest'
import { Dna } from '#lib/domain/artefacts/dna.ts'
import { keptFromSeed } from '#lib/domain/kept-from-seed.ts'

const DNA = Dna.parse({
  v: 1,
  ...{ modality: 'join', task: 'multiclass', metric: 'macro-f1', nTrain: 812, nTest: 400, classes: 3 },
  ...{ joinDepth: 1, columnTypes: { numeric: 6, categorical: 2, date: 0, text: 0, path: 0 }, cardinality: 4 },
  ...{ missingRate: 0, imbalance: 0.9, groups: false, time: false, mechanismPrior: {}, difficulty: 1 },
  family: null,
})
const ROWS = { train: 180, test: 1200 }
const BASE = ['agent/train.csv', 'agent/test.csv', 'agent/sample_submission.csv', 'judge/answer.csv']

test('a faithful task keeps all that is judged; its rows are told', () => {
  const task = { modality: 'join', task: 'multiclass', metric: 'macro-f1', classes: ['a', 'b', 'c'] } as const
  const kept = keptFromSeed(DNA, { ...task, classes: [...task.classes], rows: ROWS }, [
    ...BASE,
    'agent/visits.csv',
  ])
  expect(kept.map((one) => one.kept)).toEqual([true, true, true, true, true, null])
  expect(kept.at(-1)).toEqual({ field: 'Training rows', seed: '812', task: '180', kept: null })
})

test.each([
  ['Modality', { modality: 'tabular' as const }],
  ['Kind of target', { task: 'ordinal' as const }],
  ['Metric', { metric: 'accuracy' as const }],
  ['Classes', { classes: ['a', 'b'] }],
])('%s that changed is named', (field, change) => {
  const task = { modality: 'join', task: 'multiclass', metric: 'macro-f1', classes: ['a', 'b', 'c'] } as const
  const kept = keptFromSeed(DNA, { ...task, classes: [...task.classes], rows: ROWS, ...change }, [
    ...BASE,
    'agent/visits.csv',
  ])
  expect(kept.filter((one) => one.kept === false).map((one) => one.field)).toEqual([field])
})

test('a dropped child table is named', () => {
  const task = {
    modality: 'join',
    task: 'multiclass',
    metric: 'macro-f1',
    classes: null,
    rows: ROWS,
  } as const
  const [tables] = keptFromSeed(DNA, task, BASE).filter(({ field }) => field === 'Child tables')
  expect(tables).toEqual({ field: 'Child tables', seed: '1', task: '0', kept: false })
})
