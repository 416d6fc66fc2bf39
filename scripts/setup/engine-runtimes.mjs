// Runtimes that the engine's tests run on beside the one in use: the suites python-oldest, python-middle, python-newest.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { clientPython } from './client-venv.mjs'
import { homeDir } from './paths.mjs'
import { findRuntime } from './python.mjs'
import { declared, runtimeOf } from './runtime.mjs'

const ANY = ['python3.14', 'python3.13', 'python3.12', 'python3.11', '/usr/bin/python3', 'python3']
const month = new Date().toISOString().slice(0, 7)

/** Wheels of the older releases exist for older interpreters. */
const RUNTIMES = {
  'python-oldest': {
    bases: ['/usr/bin/python3.11', 'python3.11', 'python3.10'],
    packages: declared.libraries.map(({ name, oldest }) => `${name}==${oldest}.*`),
  },
  'python-middle': {
    bases: ['/usr/bin/python3.11', 'python3.11', 'python3.12', 'python3.10'],
    packages: ['numpy==1.26.*', 'pandas==2.2.*', 'scipy==1.13.*', 'scikit-learn==1.5.*', 'pillow==11.*'],
  },
  // Made again each month, as what is newest changes.
  'python-newest': { bases: ANY, packages: declared.libraries.map(({ name }) => name), name: month },
}

export const ENGINE_SUITES = Object.keys(RUNTIMES)

/** Interpreter of one of them; null, after saying `not proven here`, where no package index is reachable. */
export function engineRuntime(suite) {
  const { bases, packages, name } = RUNTIMES[suite]
  return clientPython([suite, name].filter(Boolean).join('-'), packages, { bases })
}

/** Interpreters of those that were made on this machine before, the last ones made included. */
export function madeRuntimes() {
  const folder = join(homeDir(), 'clients')
  try {
    return readdirSync(folder)
      .filter((name) => ENGINE_SUITES.some((suite) => name === suite || name.startsWith(`${suite}-`)))
      .map((name) => join(folder, name, 'bin/python3'))
  } catch {
    return []
  }
}

/** The system's interpreter where programs could run on it and it is another runtime than the one in use; else null. */
export function otherSystemRuntime() {
  const path = '/usr/bin/python3'
  const used = findRuntime()
  const there = runtimeOf(path)
  if (used === null || there === null || there.problem !== null) return null
  return there.runtime === runtimeOf(used.path, 'nothing')?.runtime ? null : path
}
