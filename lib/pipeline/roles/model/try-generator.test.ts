import { expect, test } from 'vitest'
import { unexpectedFiles } from '#lib/pipeline/roles/model/try-generator.ts'

const column = (table: string) => ({
  kind: 'numeric' as const,
  name: 'width',
  table,
  unit: 'mm',
  shape: 'normal' as const,
  low: 0,
  high: 1,
  missingRate: 0,
})

test('a generator writes the files of a task and nothing beside them', () => {
  const spec = { modality: 'join' as const, columns: [column('main'), column('visits')] }
  const fine = ['agent/train.csv', 'agent/visits.csv', 'judge/answer.csv', 'judge/latent_test.csv']
  const spare = [
    'agent/notes.txt',
    'agent/main.csv',
    'agent/images/0a1b2c3d.png',
    'judge/solutions.json',
    'task.json',
  ]
  expect(unexpectedFiles(spec, [...fine, ...spare])).toEqual(spare)
})

test('pictures belong to a task of pictures alone', () => {
  const spec = { modality: 'image' as const, columns: [column('main')] }
  expect(unexpectedFiles(spec, ['agent/images/0a1b2c3d.png', 'agent/images/x.svg'])).toEqual([
    'agent/images/x.svg',
  ])
})
