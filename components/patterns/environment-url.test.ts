import { expect, test } from 'vitest'
import { environmentHref, readTab } from '#components/patterns/environment-url.ts'

test('addresses pin the version and name the place', () => {
  expect(environmentHref('tram-door', 2, { tab: 'files', file: 'judge/evaluator.py', line: 12 })).toBe(
    '/environments/tram-door?version=2&tab=files&file=judge%2Fevaluator.py&line=12',
  )
})

test('an unknown tab is the statement', () => {
  expect(readTab('sql')).toBe('statement')
  expect(readTab('files')).toBe('files')
})
