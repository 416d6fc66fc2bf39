// The Python runtime of the sandbox. Node's own modules only: this runs before anything is installed.
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './paths.mjs'
import { fail, say } from './report.mjs'
import { ask, installCommand, installSystemPackages } from './system.mjs'

export const DEBIAN_PYTHON = [
  'python3',
  'python3-numpy',
  'python3-pandas',
  'python3-scipy',
  'python3-sklearn',
  'python3-pil',
]
const VENV = join(root, '.venv')
const LOCK = join(root, 'python/requirements.lock')
const PROBE = 'import sys, numpy, pandas, scipy, sklearn, PIL; assert sys.version_info >= (3, 10)'
// A command line as it is written in a terminal may name a shim without the libraries: ask by importing.
const SYSTEM = ['/usr/bin/python3', 'python3']

const works = (path) => ask(path, ['-I', '-c', PROBE]).status === 0

/** The first interpreter that has the libraries, or null: SANDMLE_PYTHON, the checkout's `.venv`, the system's. */
export function findPython() {
  const given = process.env.SANDMLE_PYTHON
  if (given) return works(given) ? given : null
  return [join(VENV, 'bin/python3'), ...SYSTEM].find(works) ?? null
}

/** Makes `.venv` from the hash-pinned lock; false where no package index answers or Python does not fit. */
function makeVenv() {
  const base = ['python3.12', 'python3.11', 'python3.10', ...SYSTEM].find(
    (path) =>
      ask(path, ['-c', 'import venv, ensurepip, sys; assert (3, 10) <= sys.version_info < (3, 13)'])
        .status === 0,
  )
  if (!base) return false
  say('Making .venv from python/requirements.lock (about a minute) ...')
  const pip = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--require-hashes',
    '--only-binary=:all:',
  ]
  const python = join(VENV, 'bin/python3')
  const made =
    ask(base, ['-m', 'venv', '--clear', VENV]).status === 0 &&
    ask(python, [...pip, '--timeout', '10', '--retries', '1', '-r', LOCK], { timeout: 600_000 }).status ===
      0 &&
    works(python)
  if (!made) rmSync(VENV, { recursive: true, force: true })
  return made
}

/** Finds the Python runtime, or makes one: from Debian's packages, else as `.venv`. Returns its path. */
export function ensurePython() {
  const found = findPython()
  if (found) return found
  if (process.env.SANDMLE_PYTHON) {
    fail(
      `SANDMLE_PYTHON (${process.env.SANDMLE_PYTHON}) does not import numpy, pandas, scipy, sklearn and PIL.`,
      'Install them there, or unset SANDMLE_PYTHON.',
    )
  }
  if (
    !existsSync('/usr/bin/apt-get') ||
    !installSystemPackages(DEBIAN_PYTHON, 'the Python runtime', { optional: true })
  )
    makeVenv()
  return (
    findPython() ??
    fail(
      'No Python 3.10 or newer with numpy, pandas, scipy, scikit-learn and Pillow.',
      installCommand(DEBIAN_PYTHON),
    )
  )
}
