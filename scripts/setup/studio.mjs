// The whole product on this machine: database, web, worker, first batch.
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { stopPostgres } from '../embedded-postgres.mjs'
import { ensureBuild } from './build.mjs'
import { prepareDatabase } from './database.mjs'
import { firstAccess } from './first-access.ts'
import { key } from './keys.mjs'
import { takeLock } from './lock.mjs'
import { root } from './paths.mjs'
import {
  forgetSupervisorState,
  livePid,
  logFile,
  readSupervisorState,
  startProcess,
  stopProcess,
} from './processes.mjs'
import { fail, say } from './report.mjs'
import { portIsFree } from './system.mjs'

const READY_WAIT_MS = 120_000
const UP_WAIT_MS = 600_000

/** The environment of web and worker. */
export function environment({ home, python, databaseUrl, port }) {
  // Where browsers reach it, if that is another address: a tunnel, a forwarded port, a proxy.
  const url = process.env.SANDMLE_URL || `http://127.0.0.1:${port}`
  return {
    NODE_ENV: 'production',
    ...process.env,
    DATABASE_URL: databaseUrl,
    SANDMLE_HOME: home,
    SANDMLE_PYTHON: python,
    SANDMLE_URL: url,
    PORT: String(port),
    BETTER_AUTH_SECRET: key(home, 'auth-secret', () => randomBytes(32).toString('base64url')),
    BETTER_AUTH_URL: url,
    NEXT_TELEMETRY_DISABLED: '1',
  }
}

async function health(url) {
  try {
    const response = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(3000) })
    return await response.json()
  } catch {
    return null
  }
}

/** What keeps ending at its start, or the supervisor itself: neither heals by waiting. Named with its log. */
function failIfHopeless(home) {
  const state = readSupervisorState(home)
  if (livePid(home, 'supervisor') === null && !state?.alive)
    fail('The supervisor ended at its start.', `tail -n 40 ${logFile(home, 'supervisor')}`)
  const failing = state?.parts.find((part) => part.state === 'failing')
  if (failing)
    fail(
      `The ${failing.name} process keeps ending at its start: it ${failing.reason}.`,
      `tail -n 40 ${logFile(home, failing.name === 'database' ? 'supervisor' : failing.name)}`,
    )
}

/** Waits until the web answers and a worker beats; returns the health. */
async function waitUntilReady(home, url) {
  for (let waited = 0; waited < READY_WAIT_MS; waited += 200) {
    const answer = await health(url)
    if (answer?.database.status === 'ok' && answer.workers.some((worker) => worker.alive)) return answer
    failIfHopeless(home)
    await sleep(200)
  }
  fail(
    'The studio did not become healthy within two minutes.',
    `tail ${logFile(home, 'web')} ${logFile(home, 'worker')}`,
  )
}

/** Imports the bundled seeds and starts the first batch, once. */
function fill(env) {
  const script = join(root, 'workers/bootstrap.ts')
  if (!existsSync(script)) return
  const filled = spawnSync(process.execPath, [script], { cwd: root, stdio: ['ignore', 2, 2], env })
  if (filled.status !== 0)
    fail('The bundled seeds or the first batch could not be set up; see above.', 'npm run up')
}

/** Starts the supervisor unless one lives; it starts the rest, and takes over what runs already. */
function supervise(home, port, env, ownsDatabase) {
  const running = readSupervisorState(home)
  if (running?.alive && running.port !== port)
    fail(`It runs on port ${running.port} already.`, `npm run down, then PORT=${port} npm run up`)
  if (running?.alive) return
  forgetSupervisorState(home)
  const script = join(root, 'scripts/setup/supervisor.mjs')
  startProcess(home, 'supervisor', [script, ...(ownsDatabase ? ['database'] : [])], env)
}

/** Two at once would start and build the same things twice. */
async function oneAtATime(home) {
  const release = await takeLock(home, 'up')
  if (release !== null) return release
  say('Another `npm run up` is at work here; waiting for it ...')
  return await takeLock(home, 'up', UP_WAIT_MS)
}

/**
 * Starts what is not running. Returns the URL, while there is no owner a one-time token, and what fills the studio:
 * that takes minutes, in which its pages can be looked at already.
 */
export async function bringUp({ home, python, port }) {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  if ((await oneAtATime(home)) === null)
    fail('Another `npm run up` has been at work here for ten minutes.', 'end it, then npm run up')
  const url = `http://127.0.0.1:${port}`
  if (!livePid(home, 'web') && !(await portIsFree(port))) {
    fail(`Port ${port} is taken by another program.`, `PORT=${port + 1} npm run up`)
  }
  const database = await prepareDatabase(home)
  if (database.roles === 'weaker')
    say('The record is kept by triggers only: this server lets us make no second role.')
  const env = environment({ home, python, databaseUrl: database.appUrl, port })
  // A new build under a running server would take its files away. The supervisor starts it again.
  if (ensureBuild()) await stopProcess(home, 'web')
  supervise(home, port, env, process.env.DATABASE_URL === undefined)
  const { sandbox } = await waitUntilReady(home, url)
  if (sandbox.status === 'refused')
    say(`Nothing can be generated or scored yet: ${sandbox.reason}\nNext: ${sandbox.fix}`)
  const ownerToken = await firstAccess({ databaseUrl: database.appUrl, home, url })
  return { url, ownerToken, fill: () => fill(env) }
}

/** Stops web, worker and the embedded database, first of all what would start them again. Returns the names of what ran. */
export async function takeDown(home) {
  await stopProcess(home, 'supervisor')
  const stopped = []
  for (const name of ['web', 'worker']) if (await stopProcess(home, name)) stopped.push(name)
  if (stopPostgres({ home })) stopped.push('database')
  forgetSupervisorState(home)
  return stopped
}
