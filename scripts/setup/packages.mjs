import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './paths.mjs'
import { fail, say } from './report.mjs'

/** What was made from which file: a file that changed since means that its product is out of date. */
const PRODUCTS = {
  packages: { source: 'package-lock.json', stamp: 'node_modules/.sandmle-packages' },
  client: { source: 'prisma/schema.prisma', stamp: 'lib/db/generated/.sandmle-schema' },
}
const INSTALLING = join(root, '.installing')

const hashOf = (source) =>
  createHash('sha256')
    .update(readFileSync(join(root, source)))
    .digest('hex')

/** Whether the installed packages, or the generated database client, belong to today's files. */
export function isCurrent(product) {
  const { source, stamp } = PRODUCTS[product]
  const path = join(root, stamp)
  return existsSync(path) && readFileSync(path, 'utf8') === hashOf(source)
}

export function markCurrent(product) {
  const { source, stamp } = PRODUCTS[product]
  writeFileSync(join(root, stamp), hashOf(source))
}

/** Node 24 of the lockfile, where it has one for this platform. */
export function lockedNode() {
  const path = join(root, 'node_modules/.bin/node')
  return existsSync(path) ? path : undefined
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

// Two installations at once would take each other's files away.
function claimInstallation() {
  if (existsSync(INSTALLING) && isAlive(Number(readFileSync(INSTALLING, 'utf8')))) {
    fail('Another installation of the packages is going on.', 'wait until it has ended')
  }
  writeFileSync(INSTALLING, String(process.pid))
}

async function install(meanwhile) {
  claimInstallation()
  say('Installing the packages of package-lock.json (about a minute) ...')
  const command = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const npm = spawn('npm', command, { cwd: root, stdio: ['ignore', 2, 2] })
  const ended = once(npm, 'exit').catch(() => [1])
  // Both wait for the network more than they compute.
  meanwhile()
  const [status] = await ended
  rmSync(INSTALLING, { force: true })
  if (status !== 0) fail('npm ci failed; see its message above.', 'npm ci')
}

/** Installs the packages of the lockfile and generates the database client, unless they are there. */
async function ensurePackages(meanwhile) {
  if (!isCurrent('packages')) await install(meanwhile)
  // Also where npm's configuration switches scripts off, so that the postinstall step has not run.
  if (isCurrent('packages') && isCurrent('client')) return
  const done = spawnSync(lockedNode() ?? process.execPath, ['scripts/postinstall.mjs'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (done.status !== 0) fail('The database client could not be generated.', 'npm run prisma generate')
}

/** For commands that change nothing: ends where the packages are not those of the lockfile. */
export function requirePackages() {
  if (!isCurrent('packages')) fail('The installed packages are not those of package-lock.json.', 'npm ci')
  continueOnLockedNode()
}

/**
 * Makes sure of the packages, and that this script runs on the Node of the lockfile. While packages are installed,
 * which takes a minute, it does what is to be done `meanwhile` and needs none of them.
 */
export async function enterInstalled(meanwhile) {
  const major = Number(process.versions.node.split('.')[0])
  if (major < 20)
    fail(`Node ${process.versions.node} is too old; 20 or newer is needed.`, 'Install Node 20 or newer.')
  await ensurePackages(meanwhile)
  continueOnLockedNode()
}

/** Starts this script again under the Node of the lockfile where it runs on an older one; then it does not return. */
function continueOnLockedNode() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return
  const node = lockedNode()
  if (!node)
    fail(`Node ${process.versions.node} cannot run TypeScript; Node 24 is needed here.`, 'Install Node 24.')
  const env = { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}` }
  process.exit(spawnSync(node, process.argv.slice(1), { stdio: 'inherit', env }).status ?? 1)
}
