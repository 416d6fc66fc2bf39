import { expect, test } from 'vitest'
import { problemsOf } from './check-licences.mjs'

test('a licence that does not allow to pass a package on, or none, is named', () => {
  const packages = {
    '': { license: 'Apache-2.0' },
    'node_modules/a': { license: 'MIT AND ISC' },
    'node_modules/b': { license: '(MPL-2.0 OR Apache-2.0)' },
    'node_modules/c': { license: 'SIL OPEN FONT LICENSE' },
    'node_modules/d': { license: 'BUSL-1.1' },
    'node_modules/a/node_modules/e': {},
  }
  expect(problemsOf(packages)).toEqual(['d: BUSL-1.1', 'e: no licence'])
})
