// The Python runtime of the sandbox. Node's own modules only: this runs before anything is installed.
import { existsSync } from 'node:fs'
import { fail, say } from './report.mjs'
import { neededLibraries, runtimeOf } from './runtime.mjs'
import { installCommand, installSystemPackages } from './system.mjs'
import { BASE_PACKAGES, isPinned, makePinned, PINNED_PYTHON } from './venv.mjs'

export const DEBIAN_PYTHON = [
  'python3',
  'python3-numpy',
  'python3-pandas',
  'python3-scipy',
  'python3-sklearn',
  'python3-pil',
]
const SYSTEM = ['/usr/bin/python3', 'python3']

const fits = (path) => runtimeOf(path)?.problem === null
// Its libraries were imported when it was made.
const pinnedFits = () => isPinned() && runtimeOf(PINNED_PYTHON, 'nothing')?.problem === null
const whyNot = (path) => runtimeOf(path)?.problem ?? 'it does not answer'

/**
 * The interpreter that programs run on as things stand, and by what right: `given` by SANDMLE_PYTHON, `pinned` by the
 * lock where somebody made that runtime, or the `system`'s. Null where none fits; nothing is installed.
 */
export function findRuntime() {
  const given = process.env.SANDMLE_PYTHON
  if ((!given || given === PINNED_PYTHON) && pinnedFits()) return { path: PINNED_PYTHON, source: 'pinned' }
  if (given) return fits(given) ? { path: given, source: 'given' } : null
  const path = SYSTEM.find(fits)
  return path === undefined ? null : { path, source: 'system' }
}

/** Path of that interpreter, or null. */
export const findPython = () => findRuntime()?.path ?? null

/** What is wrong and what helps, where `findRuntime` finds nothing. */
export function missingRuntime() {
  const given = process.env.SANDMLE_PYTHON
  if (given)
    return {
      problem: `SANDMLE_PYTHON (${given}): ${whyNot(given)}; needed are ${neededLibraries()} or newer`,
      fix: 'Unset SANDMLE_PYTHON, or install them there.',
    }
  return {
    problem: `no .venv from python/requirements.lock, and the system's Python does not do: ${whyNot(SYSTEM[0])}`,
    fix: `npm run up, where a package index is reachable (needs ${installCommand(BASE_PACKAGES)}); else ${installCommand(DEBIAN_PYTHON)}`,
  }
}

/** Where the lock cannot be installed: the system's interpreter, with Debian's packages where they may be. Loud. */
function fallBack(reason) {
  if (!SYSTEM.some(fits) && existsSync('/usr/bin/apt-get'))
    installSystemPackages(DEBIAN_PYTHON, 'the Python runtime', { optional: true })
  const path = SYSTEM.find(fits)
  if (path === undefined) {
    const { problem, fix } = missingRuntime()
    fail(`The pinned Python runtime could not be made (${reason}); ${problem}.`, fix)
  }
  say(
    [
      '',
      `WARNING: the pinned Python runtime could not be made (${reason}).`,
      `The system's Python is used instead: ${path}, ${runtimeOf(path).runtime}.`,
      'Scores can differ from those of other machines, and programs may lack LightGBM and XGBoost.',
      'Next: let pip reach a package index (PIP_INDEX_URL for a mirror), then npm run up again.',
      '',
    ].join('\n'),
  )
  return path
}

/** Makes the pinned runtime where `ensurePython` would, ahead of it; why it could not be made is said there. */
export function makeRuntimeAhead() {
  if (!process.env.SANDMLE_PYTHON && !pinnedFits()) makePinned()
}

/** The Python runtime: SANDMLE_PYTHON, else `.venv`, made from the lock where it is missing, else, and loudly, the system's. */
export function ensurePython() {
  const found = findRuntime()
  if (found !== null && found.source !== 'system') return found.path
  if (process.env.SANDMLE_PYTHON) {
    const { problem, fix } = missingRuntime()
    fail(`${problem}.`, fix)
  }
  const reason = makePinned()
  if (reason !== null) return fallBack(reason)
  return fits(PINNED_PYTHON) ? PINNED_PYTHON : fallBack(`.venv: ${whyNot(PINNED_PYTHON)}`)
}
