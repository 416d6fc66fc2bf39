// What the machine must have, asked with Node's own modules only: this runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { fail, say } from './report.mjs'

const APT = '/usr/bin/apt-get'
const isRoot = process.getuid?.() === 0

/** Runs a program to its end; never throws. */
export function ask(command, args, options = {}) {
  return spawnSync(command, args, {
    encoding: 'utf8',
    timeout: 60_000,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  })
}

export const hasBubblewrap = () => ask('bwrap', ['--version']).status === 0

/**
 * Whether an ordinary user may make the namespaces that the sandbox is built of. Root asks as an ordinary uid,
 * because the sandbox drops to one first.
 */
export function canMakeNamespaces() {
  const ids = isRoot ? { uid: 65534, gid: 65534 } : {}
  const cell = ['--ro-bind', '/', '/', '--unshare-all', '--die-with-parent', 'true']
  return ask('bwrap', cell, { cwd: '/', ...ids }).status === 0
}

/** A Chromium of this machine, or null. */
export function systemChromium() {
  const places = [
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ]
  for (const place of places) {
    if (!place) continue
    try {
      accessSync(place, constants.X_OK)
      return place
    } catch {}
  }
  return null
}

export function installCommand(packages) {
  return `${isRoot ? '' : 'sudo '}apt-get install -y --no-install-recommends ${packages.join(' ')}`
}

/** Whether Debian packages may be installed without asking: as root, or by sudo without a password. */
function mayInstall() {
  if (process.argv.includes('--no-system-packages') || !existsSync(APT)) return false
  return isRoot || ask('sudo', ['-n', 'true']).status === 0
}

/**
 * Installs Debian packages, saying so. Where that is not allowed: ends with the one command that a person must
 * run, or returns false when `optional`.
 */
export function installSystemPackages(packages, why, { optional = false } = {}) {
  if (!mayInstall()) {
    if (optional) return false
    fail(`${why} is missing.`, existsSync(APT) ? installCommand(packages) : `install ${packages.join(', ')}`)
  }
  say(`Installing system packages for ${why}: ${packages.join(', ')} (--no-system-packages opts out) ...`)
  const run = (args) =>
    spawnSync(isRoot ? args[0] : 'sudo', isRoot ? args.slice(1) : ['-n', ...args], {
      stdio: ['ignore', 'ignore', 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  const install = ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages]
  if (run(install).status === 0) return true
  // The package lists of a fresh machine may be missing or old.
  run(['apt-get', 'update', '-qq'])
  if (run(install).status === 0) return true
  if (optional) return false
  fail(`Could not install ${packages.join(', ')}; see the message above.`, installCommand(packages))
}

export function ensureBubblewrap() {
  if (process.platform === 'linux' && !hasBubblewrap())
    installSystemPackages(['bubblewrap'], 'the sandbox (bubblewrap)')
}

/** Whether nothing listens on this loopback port. */
export function portIsFree(port) {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
