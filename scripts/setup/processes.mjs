// Background processes of one installation; a pid file each, so that `up`, `down` and the supervisor agree on what runs.
import { spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pidFile } from '../../lib/processes/signs-of-life.mjs'
import { startOf } from '../../lib/processes/start-of.mjs'
import { root } from './paths.mjs'

const STOP_WAIT_MS = 15_000
/** A pid file is as long before a start as after: on a full disk it fails before anything runs that nobody knows of. */
const PID_FILE_BYTES = 128
export const logFile = (home, name) => join(home, 'logs', `${name}.log`)

function readPidFile(home, name) {
  try {
    return JSON.parse(readFileSync(pidFile(home, name), 'utf8'))
  } catch {
    return null
  }
}

/** The pid of a process that this installation started and that still lives, or null. */
export function livePid(home, name) {
  const known = readPidFile(home, name)
  return known?.start && startOf(known.pid) === known.start ? known.pid : null
}

/**
 * Starts a Node process that outlives this one and leads a group of its own, unless it runs. Its output goes to the log;
 * `ended` hears its exit code and signal where this process lives to see it.
 */
export function startProcess(home, name, args, env, ended = () => undefined) {
  if (livePid(home, name)) return false
  for (const folder of ['run', 'logs']) mkdirSync(join(home, folder), { recursive: true, mode: 0o700 })
  const entry = (value) => JSON.stringify(value).padEnd(PID_FILE_BYTES)
  writeFileSync(pidFile(home, name), entry(null))
  const file = openSync(pidFile(home, name), 'r+')
  const log = openSync(logFile(home, name), 'a', 0o600)
  try {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env,
      detached: true,
      stdio: ['ignore', log, log],
    })
    child.on('error', () => undefined)
    child.on('exit', ended)
    child.unref()
    if (child.pid === undefined) throw new Error(`${name} could not be started.`)
    writeSync(file, entry({ pid: child.pid, start: startOf(child.pid) }), 0)
  } finally {
    closeSync(file)
    closeSync(log)
  }
  return true
}

function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {}
}

/** Ends what a dead process left behind: its children in its group. */
export function sweepProcess(home, name) {
  const known = readPidFile(home, name)
  // A pid that somebody else has now leads another group.
  if (known?.pid && startOf(known.pid) === null) killGroup(known.pid)
}

/** Ends a process and its children: gently first, firmly after 15 s. Returns whether it ran. */
export async function stopProcess(home, name) {
  const pid = livePid(home, name)
  if (pid) {
    process.kill(pid, 'SIGTERM')
    for (let waited = 0; livePid(home, name) === pid && waited < STOP_WAIT_MS; waited += 100) await sleep(100)
    // It leads its own process group, so that nothing of it stays behind.
    killGroup(pid)
  }
  // A supervisor may have started the next one meanwhile.
  if (readPidFile(home, name)?.pid === (pid ?? readPidFile(home, name)?.pid))
    rmSync(pidFile(home, name), { force: true })
  return pid !== null
}

const stateFile = (home) => join(home, 'run', 'supervisor.json')

/** What the supervisor last said of itself and of what it watches; null where there is none. */
export function readSupervisorState(home) {
  if (!existsSync(stateFile(home))) return null
  try {
    const state = JSON.parse(readFileSync(stateFile(home), 'utf8'))
    return { ...state, alive: startOf(state.pid) === state.start }
  } catch {
    return null
  }
}

export function writeSupervisorState(home, state) {
  const next = `${stateFile(home)}.next`
  writeFileSync(next, `${JSON.stringify(state)}\n`, { mode: 0o600 })
  renameSync(next, stateFile(home))
}

export const forgetSupervisorState = (home) => rmSync(stateFile(home), { force: true })
