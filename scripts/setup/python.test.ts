import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { RUNTIME } from '#lib/domain/runtime.ts'
import { findPython, findRuntime, missingRuntime } from '#scripts/setup/python.mjs'
import { runtimeOf } from '#scripts/setup/runtime.mjs'

const dir = mkdtempSync(join(tmpdir(), 'sandmle-python-'))
afterEach(() => vi.unstubAllEnvs())
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** A real interpreter whose packages are recorded at some versions; what they hold is empty. */
function interpreter(name: string, versions: Record<string, string>): string {
  const folder = join(dir, name)
  execFileSync('/usr/bin/python3', ['-m', 'venv', '--without-pip', folder])
  const lib = join(folder, 'lib')
  const site = join(lib, readdirSync(lib)[0] ?? '', 'site-packages')
  for (const { name: library, module } of RUNTIME.libraries) {
    const version = versions[library]
    if (version === undefined) continue
    mkdirSync(join(site, module))
    writeFileSync(join(site, module, '__init__.py'), '')
    const info = join(site, `${library.replaceAll('-', '_')}-${version}.dist-info`)
    mkdirSync(info)
    writeFileSync(join(info, 'METADATA'), `Name: ${library}\nVersion: ${version}\n`)
  }
  return join(folder, 'bin/python3')
}
const OLDEST = Object.fromEntries(RUNTIME.libraries.map(({ name, oldest }) => [name, oldest]))

test('an interpreter with the oldest stated versions is taken', () => {
  const path = interpreter('oldest', OLDEST)
  vi.stubEnv('SANDMLE_PYTHON', path)
  expect(findRuntime()).toEqual({ path, source: 'given' })
  expect(runtimeOf(path)?.runtime).toMatch(/, numpy 1\.24, pandas 1\.5, .*, pillow 9\.4, /)
})

test.each([
  ['an older pandas', { ...OLDEST, pandas: '1.3.5' }, /pandas 1\.3\.5 is older than 1\.5/],
  [
    'two older ones',
    { ...OLDEST, numpy: '1.9', 'scikit-learn': '0.24.2' },
    /numpy 1\.9 .*scikit-learn 0\.24\.2/,
  ],
  ['nothing', {}, /it has no numpy, pandas, scipy, scikit-learn, pillow/],
])('one with %s is refused by name, and nothing else is taken in its place', (name, versions, words) => {
  vi.stubEnv('SANDMLE_PYTHON', interpreter(name.replaceAll(' ', '-'), versions))
  expect(findPython()).toBeNull()
  const { problem, fix } = missingRuntime()
  expect(problem).toMatch(words)
  expect(problem).toContain('pandas 1.5')
  expect(fix).toContain('Unset SANDMLE_PYTHON')
})

test('one that does not exist is named', () => {
  vi.stubEnv('SANDMLE_PYTHON', '/absent/python')
  expect(findPython()).toBeNull()
  expect(missingRuntime().problem).toContain('SANDMLE_PYTHON (/absent/python): it does not answer')
})
