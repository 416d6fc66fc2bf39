// `npm test`: installs what is missing and runs every suite. `npm test -- pure db` runs some, one after the other.
// The whole runs in two lanes, as browser journeys wait more than they compute: the other suites run beside them, give
// way to them, and show what they said when all have ended. The last line adds the suites up.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { enterInstalled } from './setup/packages.mjs'
import { root } from './setup/paths.mjs'
import { ensurePython } from './setup/python.mjs'
import { fail, say } from './setup/report.mjs'
import { ensureBubblewrap } from './setup/system.mjs'

enterInstalled()
ensureBubblewrap()
const python = ensurePython()
const reports = mkdtempSync(join(tmpdir(), 'sandmle-reports-'))
const { NODE_ENV: _, DATABASE_URL: __, ...inherited } = process.env
const env = { ...inherited, SANDMLE_PYTHON: python, NEXT_TELEMETRY_DISABLED: '1', CI: '1' }

const SUITES = {
  check: runCheck,
  pure: () => runVitest('pure'),
  db: () => runVitest('db'),
  sandbox: () => runVitest('sandbox'),
  clients: () => runVitest('clients'),
  python: runPython,
  e2e: runBrowser,
}

// Suites of the first lane; the others give way to it. What computes most comes last, when the journeys compute less.
const FRONT = ['check', 'e2e']
const BESIDES = ['pure', 'db', 'python', 'clients', 'sandbox']
const GIVE_WAY = 10

const run = (command, args, options = {}) =>
  spawnSync(command, args, { cwd: root, stdio: 'inherit', env, ...options })
const readReport = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null)
// A suite that fails without naming a test counts as one failure, so that nothing fails silently.
const counted = (passed, failed, status) => ({ passed, failed: Math.max(failed, status === 0 ? 0 : 1) })

function runCheck() {
  const status = run(process.execPath, ['scripts/check.mjs']).status
  return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 }
}

function runVitest(project) {
  const file = join(reports, `${project}.json`)
  const args = [
    'run',
    '--project',
    project,
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]
  const { status } = run(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...args])
  const report = readReport(file)
  if (!report) return { passed: 0, failed: 1 }
  const unread = report.testResults.filter(
    (suite) => suite.status === 'failed' && suite.assertionResults.length === 0,
  )
  return counted(report.numPassedTests, report.numFailedTests + unread.length, status)
}

/** Runs some test modules in one process; the counts stand in unittest's closing lines. */
function runPythonModules(modules) {
  const folder = join(root, 'python/tests')
  const pythonEnv = {
    ...env,
    OPENBLAS_NUM_THREADS: '1',
    OMP_NUM_THREADS: '1',
    PYTHONPATH: `${join(root, 'python')}:${folder}`,
    PYTHONDONTWRITEBYTECODE: '1',
  }
  return new Promise((done) => {
    const child = spawn(python, ['-m', 'unittest', ...modules], {
      cwd: root,
      env: pythonEnv,
      stdio: ['ignore', 'inherit', 'pipe'],
    })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text) => {
      said += text
    })
    child.on('close', (status) => {
      process.stderr.write(said)
      const ran = Number(/^Ran (\d+) tests?/m.exec(said)?.[1] ?? 0)
      const summary = /^FAILED \((.*)\)$/m.exec(said)?.[1] ?? ''
      const failed = [...summary.matchAll(/(?:failures|errors)=(\d+)/g)].reduce(
        (sum, [, n]) => sum + Number(n),
        0,
      )
      done(counted(Math.max(0, ran - failed), failed, ran < modules.length ? 1 : status))
    })
  })
}

/** One process a core: the tests of the engine compute, and each module stands alone. */
async function runPython() {
  const modules = readdirSync(join(root, 'python/tests'))
    .flatMap((name) => /^(test_.*)\.py$/.exec(name)?.[1] ?? [])
    .sort()
  const shards = [0, 1].map((shard) => modules.filter((_, place) => place % 2 === shard))
  const results = await Promise.all(shards.map(runPythonModules))
  return {
    passed: results.reduce((sum, { passed }) => sum + passed, 0),
    failed: results.reduce((sum, { failed }) => sum + failed, 0),
  }
}

function runBrowser() {
  if (!existsSync(join(root, 'playwright.config.ts'))) return { passed: 0, failed: 0 }
  const file = join(reports, 'e2e.json')
  const options = { env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: file } }
  const { status } = run(
    process.execPath,
    [join(root, 'node_modules/@playwright/test/cli.js'), 'test', '--reporter=list,json'],
    options,
  )
  const stats = readReport(file)?.stats
  return stats ? counted(stats.expected, stats.unexpected + stats.flaky, status) : { passed: 0, failed: 1 }
}

/** Runs suites one after the other; a row each. */
async function runSuites(names) {
  const rows = []
  for (const name of names) {
    say(`\n=== ${name}`)
    const started = performance.now()
    const { passed, failed } = await SUITES[name]()
    rows.push({ name, passed, failed, seconds: Math.round((performance.now() - started) / 1000) })
  }
  return rows
}

/** The same command for one suite; its row comes back by a file, its words stand in `log` or go to the terminal. */
function startSuite(name, log) {
  const rows = join(reports, `${name}.rows.json`)
  const child = spawn(process.execPath, [import.meta.filename, name], {
    cwd: root,
    stdio: log === undefined ? 'inherit' : ['ignore', log, log],
    env: { ...process.env, SANDMLE_TEST_ROWS: rows },
  })
  if (log !== undefined) setPriority(child.pid, GIVE_WAY)
  const lost = [{ name, passed: 0, failed: 1, seconds: 0 }]
  return new Promise((done) => child.on('close', () => done(readReport(rows) ?? lost)))
}

/** Takes suites from a list until it is empty. */
async function runLane(names, log) {
  const rows = []
  for (let name = names.shift(); name !== undefined; name = names.shift())
    rows.push(...(await startSuite(name, log)))
  return rows
}

async function runLanes() {
  const clients = spawn(process.execPath, [join(root, 'scripts/prepare-clients.mjs')], {
    cwd: root,
    stdio: 'ignore',
  })
  setPriority(clients.pid, GIVE_WAY)
  const besides = [...BESIDES]
  const file = join(reports, 'lane.log')
  const log = openSync(file, 'w')
  const [front, rest] = await Promise.all([
    // Whoever is done first helps the other.
    runLane([...FRONT]).then(async (rows) => [...rows, ...(await runLane(besides, log))]),
    runLane(besides, log),
  ])
  process.stdout.write(readFileSync(file))
  return [...front, ...rest]
}

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const strange = words.filter((word) => !(word in SUITES))
if (strange.length > 0)
  fail(`No suite ${strange.join(', ')}.`, `npm test -- ${Object.keys(SUITES).join(' | ')}`)
const rows = words.length > 0 ? await runSuites(words) : await runLanes()
rmSync(reports, { recursive: true, force: true })
if (process.env.SANDMLE_TEST_ROWS) writeFileSync(process.env.SANDMLE_TEST_ROWS, JSON.stringify(rows))
else {
  const sum = (key) => rows.reduce((all, row) => all + row[key], 0)
  const lines = rows.map(
    ({ name, passed, failed, seconds }) =>
      `  ${name.padEnd(8)} ${passed} passed, ${failed} failed (${seconds} s)`,
  )
  console.log(`\n${lines.join('\n')}\n\n${sum('passed')} passed, ${sum('failed')} failed`)
}
process.exitCode = rows.some(({ failed }) => failed > 0) || rows.every(({ passed }) => passed === 0) ? 1 : 0
