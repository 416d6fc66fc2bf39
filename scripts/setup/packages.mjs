import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './paths.mjs'
import { fail, say } from './report.mjs'

const STAMP = join(root, 'node_modules/.sandmle-packages')

/** Hash of what decides the installed packages and the generated database client. */
function wantedPackages() {
  const hash = createHash('sha256')
  for (const file of ['package-lock.json', 'prisma/schema.prisma'])
    hash.update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

export function packagesAreCurrent() {
  const generated = existsSync(join(root, 'lib/db/generated/client.ts'))
  return generated && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wantedPackages()
}

export function stampPackages() {
  writeFileSync(STAMP, wantedPackages())
}

/** Installs the packages of the lockfile unless they are there. */
export function ensurePackages() {
  if (packagesAreCurrent()) return
  say('Installing the packages of package-lock.json (about a minute) ...')
  const install = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
  })
  if (install.status !== 0) fail('npm ci failed; see its message above.', 'npm ci')
  // Where scripts are switched off in npm's configuration, the postinstall step has not run.
  if (packagesAreCurrent()) return
  const after = spawnSync(lockedNode() ?? process.execPath, ['scripts/postinstall.mjs'], {
    cwd: root,
    stdio: 'inherit',
  })
  if (after.status !== 0) fail('The database client could not be generated.', 'npm run prisma generate')
}

/** Node 24 of the lockfile, where it has one for this platform. */
export function lockedNode() {
  const path = join(root, 'node_modules/.bin/node')
  return existsSync(path) ? path : undefined
}

/**
 * Makes sure that the packages are installed and that this script runs on the Node of the lockfile; starts
 * itself again under that Node where needed, and then does not return.
 */
export function enterInstalled() {
  const major = Number(process.versions.node.split('.')[0])
  if (major < 20)
    fail(`Node ${process.versions.node} is too old; 20 or newer is needed.`, 'Install Node 20 or newer.')
  ensurePackages()
  const node = lockedNode()
  if (node && process.env.SANDMLE_STAGE !== 'installed' && major < 24) {
    const env = {
      ...process.env,
      SANDMLE_STAGE: 'installed',
      PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}`,
    }
    const again = spawnSync(node, process.argv.slice(1), { stdio: 'inherit', env })
    process.exit(again.status ?? 1)
  }
  if (major < 24)
    fail(`Node ${process.versions.node} cannot run TypeScript; Node 24 is needed here.`, 'Install Node 24.')
}
