import { expect, test } from 'vitest'
import { dnaRows } from '#components/seeds/dna-rows.ts'
import { Dna } from '#lib/domain/artefacts/dna.ts'
import { dnaOfTold } from '#lib/domain/artefacts/told-dna.ts'

const dna = Dna.parse({
  v: 1,
  modality: 'tabular',
  task: 'binary',
  metric: 'auc',
  nTrain: 1380,
  nTest: 189,
  classes: 2,
  joinDepth: 0,
  columnTypes: { numeric: 30, categorical: 0, date: 0, text: 0, path: 0 },
  cardinality: 0,
  missingRate: 0.0125,
  imbalance: 0.35,
  groups: false,
  time: true,
  mechanismPrior: { shape: 0.2, texture: 0.6 },
  difficulty: 1,
  family: 'bio-chem',
})

test('structure reads as words and shares, and what a task lacks is left out', () => {
  const rows = Object.fromEntries(dnaRows(dna).map(({ name, value }) => [name, value]))
  expect(rows).toMatchObject({
    'Training rows': '1,380',
    'Test rows': '189',
    Positives: '35 %',
    Columns: '30 numeric',
    'Empty cells': '1.3 %',
    'Groups of rows': 'no',
    Dates: 'yes',
    Difficulty: 'medium',
    Mechanisms: 'texture 60 %, shape 20 %',
  })
  expect(rows).not.toHaveProperty('Child tables')
  expect(rows).not.toHaveProperty('Levels of categories')
})

test('a regression has neither classes nor a balance', () => {
  const names = dnaRows({ ...dna, task: 'regression', classes: null, imbalance: null }).map(
    ({ name }) => name,
  )
  expect(names).not.toContain('Classes')
  expect(names).not.toContain('Positives')
})

test('a seed without data says what told each field, and which ones are open', () => {
  const told = dnaOfTold({
    task: { value: 'binary', by: 'grader' },
    metric: { value: 'auc', by: 'grader' },
    nTrain: { value: 4200, by: 'text' },
  })
  const rows = Object.fromEntries(dnaRows(told).map(({ name, value, note }) => [name, [value, note]]))
  expect(rows.Metric).toEqual(['auc', 'by grade.py'])
  expect(rows['Training rows']).toEqual(['4,200', 'by statement'])
  expect(rows.Modality?.[0]).toBe('open')
  expect(rows['Balance of classes']?.[0]).toBe('open')
})
