import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { clientPython } from './client-venv.mjs'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'sandmle-clients-'))
  vi.stubEnv('SANDMLE_HOME', home)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(home, { recursive: true, force: true })
})

test('an environment with the wanted packages is used as it is', () => {
  const folder = join(home, 'clients/one')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'packages'), 'a\nb')
  expect(clientPython('one', ['a', 'b'])).toBe(join(folder, 'bin/python3'))
})

test('without an index nothing is proven, which is said, and nothing stays behind', () => {
  vi.stubEnv('PIP_CONFIG_FILE', '/dev/null')
  vi.stubEnv('PIP_INDEX_URL', 'http://127.0.0.1:9/simple')
  vi.stubEnv('PIP_FIND_LINKS', '')
  vi.stubEnv('HTTP_PROXY', '')
  vi.stubEnv('http_proxy', '')
  const said: string[] = []
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0)
  expect(clientPython('two', ['mlflow-skinny'])).toBeNull()
  expect(said.join('')).toContain('not proven here: two')
  expect(existsSync(join(home, 'clients/two'))).toBe(false)
})
