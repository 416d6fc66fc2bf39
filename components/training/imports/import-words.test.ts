import { expect, test } from 'vitest'
import { reportFacts, runFacts } from '#components/training/imports/import-words.ts'
import type { ImportedRun } from '#lib/contracts/imports.ts'

const run: ImportedRun = {
  id: '00000000-0000-4000-8000-000000000001',
  name: 'a',
  format: 'verl',
  metrics: 1,
  points: 1200,
  stored: 1200,
  segments: 1,
  resumed: false,
}

test('a run says format, size, and what of it was here', () => {
  expect(runFacts(run)).toBe('verl log, 1 metric, 1,200 points')
  expect(runFacts({ ...run, stored: 0, resumed: true })).toBe(
    'verl log, 1 metric, 1,200 points, already present',
  )
  expect(runFacts({ ...run, stored: 200, resumed: true, segments: 2 })).toBe(
    'verl log, 1 metric, 1,200 points, 2 segments, 200 of them new, continues an existing run',
  )
})

test('a report counts runs, files and refusals', () => {
  const refused = [{ file: 'x', where: null, message: 'm', next: 'n' }]
  const files = [{ file: 'a', format: 'verl' as const, runs: 1, points: 1 }]
  expect(reportFacts({ report: { v: 1, files, runs: [run], refused, warnings: [] } })).toBe(
    '1 run from 1 file, 1 refusal',
  )
  expect(reportFacts({ report: null })).toBe('')
})
