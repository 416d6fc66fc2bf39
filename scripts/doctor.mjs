// `npm run doctor`: each requirement, pass or fail, with the command that fixes it.
import { existsSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { isCurrent, lockedNode } from './setup/packages.mjs'
import { homeDir, root } from './setup/paths.mjs'
import { findPython, findRuntime, missingRuntime } from './setup/python.mjs'
import { declared, runtimeOf } from './setup/runtime.mjs'
import {
  ask,
  canMakeNamespaces,
  hasBubblewrap,
  installCommand,
  portIsFree,
  systemChromium,
} from './setup/system.mjs'
import { BASE_PACKAGES, findBase } from './setup/venv.mjs'

const results = []
const report = (name, state, detail, fix) => results.push({ name, state, detail, ...(fix ? { fix } : {}) })
const verdict = (passed) => (passed ? 'pass' : 'fail')
const PINNED_FIX = findBase()
  ? 'npm run runtime, where a package index is reachable (PIP_INDEX_URL names a mirror)'
  : `${installCommand(BASE_PACKAGES)}, then npm run runtime`

function checkNode() {
  const path = lockedNode()
  const version = path ? ask(path, ['--version']).stdout?.trim() : process.version
  const major = Number(/^v(\d+)/.exec(version ?? '')?.[1] ?? 0)
  report(
    'node',
    verdict(major >= 24),
    `${version} ${path ? 'of the lockfile' : 'of the system'}`,
    'npm ci, or install Node 24',
  )
  const current = isCurrent('packages')
  report(
    'packages',
    verdict(current),
    current ? 'as in package-lock.json' : 'missing or older than package-lock.json',
    'npm ci',
  )
}

const SOURCES = {
  given: 'set by SANDMLE_PYTHON',
  pinned: 'pinned by python/requirements.lock',
  system: "the system's: scores can differ from other machines'",
}

function checkPython() {
  const found = findRuntime()
  if (found === null) {
    const { problem, fix } = missingRuntime()
    return report('python', 'fail', problem, fix)
  }
  const { runtime, lacks } = runtimeOf(found.path, 'all')
  report(
    'python',
    found.source === 'system' ? 'weaker' : 'pass',
    `${found.path}: ${runtime} (${SOURCES[found.source]})`,
    found.source === 'system' ? PINNED_FIX : undefined,
  )
  report(
    'boosting',
    lacks.length === 0 ? 'pass' : 'weaker',
    lacks.length === 0
      ? 'programs may import lightgbm and xgboost'
      : `programs cannot import ${lacks.join(' and ')}`,
    lacks.length === 0 ? undefined : found.source === 'pinned' ? installCommand(['libgomp1']) : PINNED_FIX,
  )
  const { wallS, cpuS, memoryMB, cores } = declared.program
  report(
    'limits',
    'pass',
    `a program: ${cpuS} s of processor time, ${wallS} s in all, ${memoryMB} MB of memory; cores: ${cores}`,
  )
}

function checkSandbox() {
  const installed = hasBubblewrap()
  report(
    'bubblewrap',
    verdict(installed),
    installed ? ask('bwrap', ['--version']).stdout.trim() : 'not installed',
    installCommand(['bubblewrap']),
  )
  const allowed = installed && canMakeNamespaces()
  report(
    'namespaces',
    verdict(allowed),
    allowed ? 'an ordinary user may make them' : 'bubblewrap cannot make user namespaces here',
    'sysctl -w kernel.unprivileged_userns_clone=1 (Ubuntu: kernel.apparmor_restrict_unprivileged_userns=0; in a container: allow user namespaces)',
  )
}

// The same battery that a worker runs at its start, in real cells.
async function checkCells(home) {
  const python = findPython()
  const isNewNode = Number(process.versions.node.split('.')[0]) >= 24
  if (!python || !isCurrent('packages') || !hasBubblewrap() || !isNewNode)
    return report(
      'sandbox',
      'fail',
      isNewNode ? 'not checked before what is missing above' : `not checked: this is Node ${process.version}`,
      isNewNode ? 'npm run up' : 'npm run doctor',
    )
  const { openSandbox } = await import('../lib/sandbox/open-sandbox.ts')
  const { probeReport } = await import('../lib/sandbox/probe-report.ts')
  const sandbox = await openSandbox({
    pythonDir: join(root, 'python'),
    interpreter: python,
    homeDir: home,
    pool: 1,
  })
  for (const line of probeReport(sandbox.capabilities))
    report(line.name, line.weaker ? 'weaker' : verdict(line.passed), line.detail, line.fix)
  await sandbox.close()
}

async function checkDatabase(home) {
  if (!isCurrent('packages')) return report('database', 'fail', 'needs the packages first', 'npm ci')
  const { withClient } = await import('./setup/database.mjs')
  const { postgresStatus, localAppUrl } = await import('./embedded-postgres.mjs')
  const url = process.env.DATABASE_URL ?? localAppUrl({ home })
  if (!url || (!process.env.DATABASE_URL && !postgresStatus({ home }).running)) {
    return report('database', 'fail', `the embedded server of ${home} does not run`, 'npm run up')
  }
  try {
    const question = `select current_setting('server_version') as version,
      to_regclass('audit') is not null as migrated, has_table_privilege('audit', 'delete') as rewrites`
    const [row] = await withClient(url, async (client) => {
      const { rows } = await client.query("select to_regclass('audit') is not null as migrated")
      return rows[0].migrated ? (await client.query(question)).rows : rows
    })
    report(
      'database',
      verdict(row.migrated),
      row.migrated ? `PostgreSQL ${row.version}` : 'not migrated',
      'npm run up',
    )
    if (row.migrated) {
      const detail = row.rewrites
        ? 'weaker: only triggers keep the record'
        : 'the application cannot rewrite the record'
      report(
        'database roles',
        row.rewrites ? 'weaker' : 'pass',
        detail,
        row.rewrites ? 'give DATABASE_URL a user that may create roles' : undefined,
      )
    }
  } catch (error) {
    report('database', 'fail', error.message, process.env.DATABASE_URL ? 'check DATABASE_URL' : 'npm run up')
  }
}

async function checkPort(home) {
  const port = Number(process.env.PORT || 3000)
  const { livePid } = await import('./setup/processes.mjs')
  const ours = livePid(home, 'web') !== null
  const free = ours || (await portIsFree(port))
  report(
    'port',
    verdict(free),
    ours ? `${port}: our web server` : `${port} is ${free ? 'free' : 'taken by another program'}`,
    `PORT=${port + 1} npm run up`,
  )
}

// What starts again what died; silent where nothing was started yet.
async function checkSupervisor(home) {
  const { logFile, readSupervisorState } = await import('./setup/processes.mjs')
  const state = readSupervisorState(home)
  if (state === null) return
  if (!state.alive) return report('supervisor', 'fail', 'it ended: what dies now stays dead', 'npm run up')
  const failing = state.parts.find((part) => part.state === 'failing')
  if (failing) {
    const log = logFile(home, failing.name === 'database' ? 'supervisor' : failing.name)
    return report(
      'supervisor',
      'fail',
      `${failing.name} keeps ending: ${failing.reason}`,
      `tail -n 40 ${log}`,
    )
  }
  const words = state.parts.map(({ name, state: of, restarts }) => `${name} ${of} (${restarts} restarts)`)
  report('supervisor', 'pass', words.join(', '))
}

// The room that the product keeps free: below it, work is paused.
async function checkStorage(home) {
  if (Number(process.versions.node.split('.')[0]) < 24) return
  const { inMiB, LOW_WATER_BYTES } = await import('../lib/domain/storage-room.ts')
  const { bavail, bsize } = statfsSync(existsSync(home) ? home : root)
  const free = bavail * bsize
  const detail = `${inMiB(free)} free for ${home}; work pauses below ${inMiB(LOW_WATER_BYTES)}`
  report('storage', verdict(free >= LOW_WATER_BYTES), detail, `free space on the disk of ${home}`)
}

function checkBrowser() {
  const chromium = systemChromium()
  const bundled = existsSync(new URL('../node_modules/@sparticuz/chromium', import.meta.url))
  const detail =
    chromium ?? (bundled ? 'the one inside @sparticuz/chromium' : 'none; only the browser tests need it')
  report('chromium', verdict(chromium || bundled), detail, installCommand(['chromium', 'fonts-dejavu-core']))
}

const home = homeDir()
checkNode()
checkPython()
checkSandbox()
await checkCells(home)
await checkDatabase(home)
await checkPort(home)
await checkSupervisor(home)
await checkStorage(home)
checkBrowser()

const bad = results.filter((result) => result.state === 'fail')
if (process.argv.includes('--json')) console.log(JSON.stringify(results))
else {
  for (const { name, state, detail, fix } of results) {
    console.log(`${state.padEnd(6)}  ${name.padEnd(14)}  ${detail}`)
    if (state !== 'pass' && fix) console.log(`${' '.repeat(24)}fix: ${fix}`)
  }
  console.log(
    bad.length > 0 ? `\n${bad.length} of ${results.length} requirements fail.` : '\nEverything is there.',
  )
}
process.exitCode = bad.length > 0 ? 1 : 0
