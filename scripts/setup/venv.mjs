// The pinned runtime: a virtual environment from python/requirements.lock. Node's own modules only.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './paths.mjs'
import { say } from './report.mjs'
import { declared } from './runtime.mjs'
import { ask, installSystemPackages } from './system.mjs'

const VENV = join(root, '.venv')
const LOCK = join(root, 'python/requirements.lock')
const STAMP = 'sandmle-lock'
export const PINNED_PYTHON = join(VENV, 'bin/python3')

// The lock has wheels for these. The distribution's own comes first: a cell can read it wherever the checkout lies.
const BASES = [
  '/usr/bin/python3.11',
  '/usr/bin/python3',
  ...[11, 12, 13, 14].map((minor) => `python3.${minor}`),
]
const FITS = 'import venv, ensurepip, sys; assert (3, 11) <= sys.version_info < (3, 15)'
export const BASE_PACKAGES = ['python3', 'python3-venv', 'libgomp1']
const PIP = [
  ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', '--no-compile'],
  ...['--require-hashes', '--only-binary=:all:', '--timeout', '15', '--retries', '1', '-r', LOCK],
]
const INSTALL_MS = 900_000
// Of the libraries' own tests, half of what they bring, nothing is imported.
const TESTS = 'site-packages/.*/tests/'
// What pip says when nobody answers. Anything else (a name that does not exist, a broken wheel) is a failure.
export const UNREACHABLE =
  /NewConnectionError|ConnectTimeoutError|ReadTimeoutError|ConnectionResetError|ProxyError|name resolution|Network is unreachable|Connection refused|timed out/i

const lockHash = () => createHash('sha256').update(readFileSync(LOCK)).digest('hex')

/** Whether `.venv` was made from today's lock. */
export function isPinned() {
  const stamp = join(VENV, STAMP)
  return existsSync(PINNED_PYTHON) && existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash()
}

/** A Python that the lock has wheels for and that can make environments; undefined where there is none. */
export const findBase = () => BASES.find((path) => ask(path, ['-c', FITS]).status === 0)

// Whoever ends first wins: two commands may make it at once.
function settle(made) {
  writeFileSync(join(made, STAMP), lockHash())
  if (isPinned()) return
  rmSync(VENV, { recursive: true, force: true })
  renameSync(made, VENV)
}

const lastLine = (text) => (text ?? '').trim().split('\n').at(-1) ?? ''

/** LightGBM's wheel takes the OpenMP library of the system. */
function ensureOpenMp() {
  const tried = ask(PINNED_PYTHON, ['-I', '-c', 'import lightgbm'])
  if (tried.status !== 0 && tried.stderr.includes('libgomp'))
    installSystemPackages(['libgomp1'], 'LightGBM (OpenMP)', { optional: true })
}

/** Makes `.venv` from the lock, by the configured package index. Returns why it could not, or null. */
export function makePinned() {
  const base =
    findBase() ??
    (installSystemPackages(BASE_PACKAGES, 'the pinned Python runtime', { optional: true })
      ? findBase()
      : undefined)
  if (base === undefined) return 'no Python from 3.11 to 3.14 that can make virtual environments'
  say(`Making .venv from python/requirements.lock with ${base} (about a minute) ...`)
  const made = `${VENV}.${process.pid}`
  try {
    const venv = ask(base, ['-m', 'venv', '--clear', made], { timeout: INSTALL_MS })
    if (venv.status !== 0) return `${base} -m venv: ${lastLine(venv.stderr || venv.stdout)}`
    const pip = ask(join(made, 'bin/python3'), PIP, { timeout: INSTALL_MS })
    if (pip.status !== 0)
      return UNREACHABLE.test(pip.stderr) ? 'no package index is reachable' : `pip: ${lastLine(pip.stderr)}`
    // Bytecode names the file that it was made of: as cells know it, not by the path of the checkout. What the interpreter
    // compiled by itself meanwhile has another name, and is made again, or goes with the tests that nobody imports.
    const names = ['-s', made, '-p', declared.python.inCells]
    const compile = ['-m', 'compileall', '-q', '-f', '-j', '0', '-x', TESTS, ...names, join(made, 'lib')]
    ask(join(made, 'bin/python3'), compile, { timeout: INSTALL_MS })
    ask('find', [join(made, 'lib'), '-path', '*/tests/*', '-name', '*.pyc', '-delete'])
    // Cells have users of their own; what they cannot read would be copied at every start.
    ask('chmod', ['-R', 'a+rX', made])
    settle(made)
  } finally {
    // What a step that was ended left running may still write.
    rmSync(made, { recursive: true, force: true, maxRetries: 5 })
  }
  ensureOpenMp()
  return null
}
