// Python environments with other people's clients, for tests that speak to the product as those clients do.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { homeDir } from './paths.mjs'
import { say } from './report.mjs'
import { ask } from './system.mjs'

const BASES = ['python3.12', 'python3.11', 'python3.10', '/usr/bin/python3', 'python3']
const FITS = 'import venv, ensurepip, sys; assert sys.version_info >= (3, 10)'
const INSTALL = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary=:all:']
const INSTALL_MS = 600_000
// What pip says when nobody answers. Anything else (a name that does not exist, a broken wheel) is a failure.
const UNREACHABLE =
  /NewConnectionError|ConnectTimeoutError|ReadTimeoutError|ConnectionResetError|ProxyError|name resolution|Network is unreachable|Connection refused|timed out/i

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

/**
 * Interpreter of an environment with `packages` (as pip takes them), kept below SANDMLE_HOME under `name` and made
 * when it is missing or the packages changed. Null, after saying `not proven here`, where no package index can be
 * reached. @throws Error with pip's own words when the packages cannot be installed for another reason.
 */
export function clientPython(name, packages) {
  const folder = join(homeDir(), 'clients', name)
  const wanted = packages.join('\n')
  const marker = join(folder, 'packages')
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return pythonOf(folder)
  rmSync(folder, { recursive: true, force: true })
  const notProven = (reason) => {
    say(`not proven here: ${name} (${reason})`)
    return null
  }
  const base = BASES.find((path) => ask(path, ['-c', FITS]).status === 0)
  if (!base) return notProven('no Python 3.10 or newer that can make environments')
  const made = `${folder}.${process.pid}`
  try {
    mkdirSync(join(homeDir(), 'clients'), { recursive: true })
    const venv = ask(base, ['-m', 'venv', '--clear', made], { timeout: INSTALL_MS })
    if (venv.status !== 0) throw new Error(`${base} -m venv: ${venv.stderr}`)
    const retries = ['--timeout', '15', '--retries', '1']
    const pip = ask(pythonOf(made), [...INSTALL, ...retries, ...packages], { timeout: INSTALL_MS })
    if (pip.status !== 0) {
      if (UNREACHABLE.test(pip.stderr)) return notProven('no package index is reachable')
      throw new Error(`pip install ${packages.join(' ')}: ${pip.stderr}`)
    }
    writeFileSync(join(made, 'packages'), wanted)
    settle(made, folder)
    return pythonOf(folder)
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
}
