// Python environments with other people's clients, for tests that speak to the product as those clients do.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { homeDir } from './paths.mjs'
import { quickInstall } from './quick-install.mjs'
import { say } from './report.mjs'
import { ask } from './system.mjs'
import { UNREACHABLE } from './venv.mjs'

const BASES = ['python3.12', 'python3.11', 'python3.10', '/usr/bin/python3', 'python3']
const FITS = 'import venv, ensurepip, sys; assert sys.version_info >= (3, 10)'
const QUIET = ['--quiet', '--disable-pip-version-check', '--only-binary=:all:']
// Most of what a client brings is never imported: the rest is compiled when it is.
const INSTALL = ['-m', 'pip', 'install', ...QUIET, '--no-compile']
const INSTALL_MS = 600_000

const pythonOf = (folder) => join(folder, 'bin/python3')

/** Whoever ends first wins; two test runs may make the same one. */
function settle(made, folder) {
  try {
    renameSync(made, folder)
  } catch (error) {
    if (!existsSync(join(folder, 'packages'))) throw error
    rmSync(made, { recursive: true, force: true })
  }
}

/** @type {readonly string[]} */
const NONE = []

/**
 * Interpreter of an environment with `packages` (as pip takes them) and `bare` ones, without what they depend on. It is
 * kept below SANDMLE_HOME under `name` and made when it is missing or the packages changed, from the first of `bases`
 * that can. Null, after saying `not proven here`, where no package index can be reached.
 * @throws Error with pip's own words when the packages cannot be installed for another reason.
 */
export function clientPython(name, packages, { bases = BASES, bare = NONE } = {}) {
  const folder = join(homeDir(), 'clients', name)
  const wanted = [...packages, ...bare].join('\n')
  const marker = join(folder, 'packages')
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return pythonOf(folder)
  rmSync(folder, { recursive: true, force: true })
  const notProven = (reason) => {
    say(`not proven here: ${name} (${reason})`)
    return null
  }
  const base = bases.find((path) => ask(path, ['-c', FITS]).status === 0)
  if (!base) return notProven('no Python 3.10 or newer that can make environments')
  const made = `${folder}.${process.pid}`
  try {
    mkdirSync(join(homeDir(), 'clients'), { recursive: true })
    const done = () => {
      writeFileSync(join(made, 'packages'), wanted)
      settle(made, folder)
      return pythonOf(folder)
    }
    if (quickInstall(base, made, packages, bare)) return done()
    const venv = ask(base, ['-m', 'venv', '--clear', made], { timeout: INSTALL_MS })
    if (venv.status !== 0) throw new Error(`${base} -m venv: ${venv.stderr}`)
    const retries = ['--timeout', '15', '--retries', '1']
    for (const some of [packages, bare.length === 0 ? [] : ['--no-deps', ...bare]]) {
      if (some.length === 0) continue
      const pip = ask(pythonOf(made), [...INSTALL, ...retries, ...some], { timeout: INSTALL_MS })
      if (pip.status === 0) continue
      if (UNREACHABLE.test(pip.stderr)) return notProven('no package index is reachable')
      throw new Error(`pip install ${some.join(' ')}: ${pip.stderr}`)
    }
    return done()
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
}
