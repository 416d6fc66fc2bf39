// `npm test`: installs what is missing and runs every suite. `npm test -- pure db` runs some, one after the other.
// The whole runs in three lanes, as browser journeys and attacks on a cell wait more than they compute: the other suites
// run beside them, give way to them, and show what they said when all have ended. The last lines add the suites up and
// name what failed.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setPriority, tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { ENGINE_SUITES, engineRuntime, otherSystemRuntime } from './setup/engine-runtimes.mjs'
import { enterInstalled } from './setup/packages.mjs'
import { compiled, root } from './setup/paths.mjs'
import { ensurePython, makeRuntimeAhead } from './setup/python.mjs'
import { fail, say } from './setup/report.mjs'
import { runtimeOf } from './setup/runtime.mjs'
import { ensureBubblewrap } from './setup/system.mjs'

await enterInstalled(makeRuntimeAhead)
ensureBubblewrap()
const python = ensurePython()
const reports = mkdtempSync(join(tmpdir(), 'sandmle-reports-'))
const { NODE_ENV: _, DATABASE_URL: __, ...inherited } = process.env
const env = {
  ...inherited,
  SANDMLE_PYTHON: python,
  NODE_COMPILE_CACHE: compiled,
  NEXT_TELEMETRY_DISABLED: '1',
  CI: '1',
}

const SUITES = {
  check: runCheck,
  pure: () => runVitest('pure'),
  db: () => runVitest('db'),
  cage: () => runVitest('cage'),
  sandbox: () => runVitest('sandbox'),
  clients: () => runVitest('clients'),
  python: runPython,
  ...Object.fromEntries(ENGINE_SUITES.map((suite) => [suite, () => runEngineOn(suite)])),
  e2e: runBrowser,
}

// One lane each, beginning together. The first is told of on the terminal: the journeys are the longest of all suites, so
// nothing comes before them. The attacks measure time, so they give way to nothing; the rest does. Of that, what uses one
// process comes first, as the last keeps both cores busy by itself; the check comes when the journeys have built the web
// application, as both write the types of its routes.
const FRONT = ['e2e']
const ATTACKS = ['cage']
const BESIDES = ['sandbox', 'clients', 'check', 'python', 'db', 'pure']
const GIVE_WAY = 10
// Where library versions show first: tables read and written, programs rendered and run. About 20 s of processor time.
const ENGINE_CORE = [
  'test_runtime',
  'test_kernels',
  'test_evaluator',
  'test_compose.IsolationTest',
  'test_ladder.ModalityTest',
]

// A process to themselves: they fork hundreds of times, and each fork copies the tables of all memory that other modules
// would have left.
const FORKING = ['test_evaluator_checks']

const run = (command, args, options = {}) =>
  spawnSync(command, args, { cwd: root, stdio: 'inherit', env, ...options })
const readReport = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null)
// A suite that fails without naming a test counts as one failure, so that nothing fails silently.
const counted = (passed, failed, status) => ({ passed, failed: Math.max(failed, status === 0 ? 0 : 1) })

/** The tests of a report of vitest's that failed, a line each with the first line of the reason. */
const failuresOf = ({ testResults }) =>
  testResults.flatMap(({ name, message, assertionResults }) => {
    const file = relative(root, name)
    const failed = assertionResults.filter(({ status }) => status === 'failed')
    if (failed.length === 0) return message ? [`${file}: ${firstLine(message)}`] : []
    return failed.map((test) => `${file} > ${test.fullName}: ${firstLine(test.failureMessages[0] ?? '')}`)
  })

const firstLine = (text) => text.split('\n')[0]

// Colours of a terminal, as Playwright keeps them in its report.
const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g')

/** Where a journey ended and why, from the results of its tries. */
function reasonOf(tests) {
  const error = tests.flatMap(({ results }) => results.flatMap(({ error }) => error ?? []))[0]
  if (error === undefined) return 'no reason given'
  const said = (error.message ?? '')
    .replaceAll(COLOUR, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
  const at = error.location ? ` (${relative(root, error.location.file)}:${error.location.line})` : ''
  return `${said.slice(0, 4).join(' | ')}${at}`
}

/** The journeys of a report of Playwright's that ended with this status, each with the reason of its first failure. */
const journeysThat = (status, { suites = [], specs = [] }) => [
  ...specs
    .filter(({ tests }) => tests.some((test) => test.status === status))
    .map(({ file, title, tests }) => `e2e/${file} > ${title}: ${reasonOf(tests)}`),
  ...suites.flatMap((suite) => journeysThat(status, suite)),
]

function runCheck() {
  const status = run(process.execPath, ['scripts/check.mjs']).status
  return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 }
}

function runVitest(project) {
  const file = join(reports, `${project}.json`)
  const args = [
    'run',
    // Some kinds of test are two projects: `pure` and `pure-alone`.
    '--project',
    `${project}*`,
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]
  const { status } = run(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...args])
  const report = readReport(file)
  if (!report) return { passed: 0, failed: 1 }
  const broken = failuresOf(report)
  return { ...counted(report.numPassedTests, broken.length, status), broken }
}

/** Runs some test modules in one process; the counts appear in unittest's closing lines. */
function runPythonModules(modules, interpreter) {
  const folder = join(root, 'python/tests')
  const pythonEnv = {
    ...env,
    OPENBLAS_NUM_THREADS: '1',
    OMP_NUM_THREADS: '1',
    PYTHONPATH: `${join(root, 'python')}:${folder}`,
    PYTHONDONTWRITEBYTECODE: '1',
  }
  return new Promise((done) => {
    const child = spawn(interpreter, ['-m', 'unittest', ...modules], {
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

const engineModules = () =>
  readdirSync(join(root, 'python/tests'))
    .flatMap((name) => /^(test_.*)\.py$/.exec(name)?.[1] ?? [])
    .sort()

/** One process a core: the tests of the engine compute, and each module stands alone. */
async function runEngine(interpreter) {
  const others = engineModules().filter((name) => !FORKING.includes(name))
  const [first, second] = [0, 1].map((shard) => others.filter((_, place) => place % 2 === shard))
  return summed(
    await Promise.all([
      runPythonModules(FORKING, interpreter).then(async (forking) =>
        summed([forking, await runPythonModules(first, interpreter)]),
      ),
      runPythonModules(second, interpreter),
    ]),
  )
}

/** All on the runtime in use, and the core on the system's where that is another one. */
async function runPython() {
  const here = await runEngine(python)
  const other = otherSystemRuntime()
  if (other === null) say('not proven here: the engine on a second runtime (the system has none that fits)')
  return other === null ? here : summed([here, await runPythonModules(ENGINE_CORE, other)])
}

/** The whole engine on one of the stated runtimes. */
async function runEngineOn(suite) {
  const interpreter = engineRuntime(suite)
  if (interpreter === null) return { passed: 1, failed: 0 }
  say(runtimeOf(interpreter, 'nothing').runtime)
  return await runEngine(interpreter)
}

function summed(results) {
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
  const report = readReport(file)
  if (!report?.stats) return { passed: 0, failed: 1 }
  const { expected, unexpected, flaky } = report.stats
  return {
    ...counted(expected + flaky, unexpected, status),
    broken: journeysThat('unexpected', report),
    again: journeysThat('flaky', report),
  }
}

/** Runs suites one after the other; a row each. */
async function runSuites(names) {
  const rows = []
  for (const name of names) {
    say(`\n=== ${name}`)
    const started = performance.now()
    const { passed, failed, broken = [], again = [] } = await SUITES[name]()
    rows.push({
      name,
      passed,
      failed,
      broken,
      again,
      seconds: Math.round((performance.now() - started) / 1000),
    })
  }
  return rows
}

/** The same command for one suite; its row comes back by a file, its words appear in `log` or go to the terminal. */
function startSuite(name, log) {
  const rows = join(reports, `${name}.rows.json`)
  const child = spawn(process.execPath, [import.meta.filename, name], {
    cwd: root,
    stdio: log === undefined ? 'inherit' : ['ignore', log, log],
    // Found once: where no package index answers, each suite would try again.
    env: { ...process.env, SANDMLE_PYTHON: python, SANDMLE_TEST_ROWS: rows },
  })
  if (BESIDES.includes(name)) setPriority(child.pid, GIVE_WAY)
  const lost = [{ name, passed: 0, failed: 1, broken: [], again: [], seconds: 0 }]
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
  // Whoever is done first helps the others.
  const help = async (rows) => [...rows, ...(await runLane(besides, log))]
  const lanes = await Promise.all([
    runLane([...FRONT]).then(help),
    runLane([...ATTACKS], log).then(help),
    runLane(besides, log),
  ])
  process.stdout.write(readFileSync(file))
  return lanes.flat()
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
  const listed = (key, word) =>
    rows.flatMap((row) => row[key].map((test) => `  ${word.padEnd(8)} ${row.name}: ${test}`))
  const named = [...listed('again', 'again'), ...listed('broken', 'failed')]
  console.log(`\n${[...lines, ...named].join('\n')}\n\n${sum('passed')} passed, ${sum('failed')} failed`)
}
process.exitCode = rows.some(({ failed }) => failed > 0) || rows.every(({ passed }) => passed === 0) ? 1 : 0
