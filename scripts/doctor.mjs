// `npm run doctor`: each requirement, pass or fail, with the command that fixes it.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isCurrent, lockedNode } from './setup/packages.mjs'
import { homeDir, root } from './setup/paths.mjs'
import { DEBIAN_PYTHON, findPython } from './setup/python.mjs'
import {
  ask,
  canMakeNamespaces,
  hasBubblewrap,
  installCommand,
  portIsFree,
  systemChromium,
} from './setup/system.mjs'

const results = []
const report = (name, state, detail, fix) => results.push({ name, state, detail, ...(fix ? { fix } : {}) })
const verdict = (passed) => (passed ? 'pass' : 'fail')

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

function checkPython() {
  const python = findPython()
  const versions =
    'import sys, numpy, pandas, scipy, sklearn, PIL; print(sys.version.split()[0], numpy.__version__, pandas.__version__, scipy.__version__, sklearn.__version__, PIL.__version__)'
  const detail = python
    ? `${python}: python numpy pandas scipy scikit-learn pillow ${ask(python, ['-I', '-c', versions]).stdout.trim()}`
    : 'no interpreter imports numpy, pandas, scipy, sklearn, PIL'
  report('python', verdict(python), detail, installCommand(DEBIAN_PYTHON))
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
  if (
    !python ||
    !isCurrent('packages') ||
    !hasBubblewrap() ||
    Number(process.versions.node.split('.')[0]) < 24
  )
    return
  const { openSandbox } = await import('../lib/sandbox/open-sandbox.ts')
  const { probeReport } = await import('../lib/sandbox/probe-report.ts')
  const sandbox = await openSandbox({
    pythonDir: join(root, 'python'),
    interpreter: python,
    homeDir: home,
    pool: 1,
  })
  for (const line of probeReport(sandbox.capabilities))
    report(line.name, verdict(line.passed), line.detail, line.fix)
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
