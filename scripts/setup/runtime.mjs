// What an interpreter says of itself. Node's own modules only: this runs before anything is installed.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './paths.mjs'
import { ask } from './system.mjs'

const QUESTION = join(root, 'python/sandmle/runtime.py')
const DECLARATION = readFileSync(join(root, 'lib/domain/runtime.json'), 'utf8')

/** The runtime as declared: libraries, their oldest versions, limits. */
export const declared = JSON.parse(DECLARATION)

/** Libraries as a person reads them, with the oldest version of each. */
export const neededLibraries = () =>
  declared.libraries.map(({ name, oldest }) => `${name} ${oldest}`).join(', ')

/** What is imported to see whether it works; a shim, or a half of an installation, may only be recorded. */
const IMPORTS = { nothing: [], libraries: ['--import'], all: ['--import-all'] }

/**
 * Facts of an interpreter; `problem` says why programs cannot run on it, `lacks` which extras it has not. Null where it
 * does not answer.
 */
export function runtimeOf(path, importing = 'libraries') {
  const answer = ask(path, ['-I', QUESTION, DECLARATION, ...IMPORTS[importing]])
  if (answer.status !== 0) return null
  try {
    return JSON.parse(answer.stdout)
  } catch {
    return null
  }
}
