// Installs packages with uv, which takes a fraction of pip's processor time and needs no pip in the environment.
import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { homeDir } from './paths.mjs'
import { ask } from './system.mjs'

const UV = 'uv>=0.9,<1'
const PIP = [
  '--quiet',
  '--disable-pip-version-check',
  '--only-binary=:all:',
  '--timeout',
  '15',
  '--retries',
  '1',
]
const INSTALL_MS = 600_000
/** What pip is told of the index, in the order of its precedence, and uv's words for it. */
const PLACES = [':env:', 'install', 'global']
const SETTINGS = {
  'index-url': 'UV_DEFAULT_INDEX',
  'extra-index-url': 'UV_INDEX',
  'trusted-host': 'UV_INSECURE_HOST',
  'find-links': 'UV_FIND_LINKS',
  cert: 'SSL_CERT_FILE',
}

/**
 * Settings for uv that say what pip's configuration says.
 * @param {string} listed what `pip config list` prints
 * @returns {Record<string, string>}
 */
export function settingsOf(listed) {
  const known = new Map(
    listed.split('\n').flatMap((line) => {
      const at = line.indexOf('=')
      return at < 0
        ? []
        : [
            [
              line.slice(0, at),
              line
                .slice(at + 1)
                .trim()
                .slice(1, -1),
            ],
          ]
    }),
  )
  return Object.fromEntries(
    Object.entries(SETTINGS).flatMap(([key, name]) => {
      const value = PLACES.map((place) => known.get(`${place}.${key}`)).find(Boolean)
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

/** An environment of its own that holds uv, made once; null where it cannot be had. */
function installer(base) {
  const folder = join(homeDir(), 'clients/installer')
  const found = { uv: join(folder, 'bin/uv'), python: join(folder, 'bin/python3') }
  if (existsSync(found.uv)) return found
  const made = `${folder}.${process.pid}`
  try {
    const steps = [
      [base, ['-m', 'venv', '--clear', made]],
      [join(made, 'bin/python3'), ['-m', 'pip', 'install', ...PIP, UV]],
    ]
    if (!steps.every(([command, args]) => ask(command, args, { timeout: INSTALL_MS }).status === 0))
      return null
    // Whoever ends first wins: two test runs may make it at once.
    if (!existsSync(found.uv)) renameSync(made, folder)
    return found
  } catch {
    return existsSync(found.uv) ? found : null
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
}

/**
 * Makes the environment `made` with `packages` and `bare` ones, without what they depend on. False where that does not
 * work, for whatever reason: pip is asked then, and tells it.
 */
export function quickInstall(base, made, packages, bare) {
  const tools = installer(base)
  if (tools === null || ask(base, ['-m', 'venv', '--without-pip', '--clear', made]).status !== 0) return false
  const settings = settingsOf(ask(tools.python, ['-m', 'pip', 'config', 'list']).stdout ?? '')
  const cache = join(homeDir(), 'clients/installer/cache')
  const options = { timeout: INSTALL_MS, env: { ...process.env, ...settings, UV_CACHE_DIR: cache } }
  const into = ['pip', 'install', '--quiet', '--only-binary', ':all:', '--python', join(made, 'bin/python3')]
  return [packages, bare.length === 0 ? [] : ['--no-deps', ...bare]]
    .filter((some) => some.length > 0)
    .every((some) => ask(tools.uv, [...into, ...some], options).status === 0)
}
