// Background processes of one installation; a pid file each, so that `up` and `down` agree on what runs.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from './paths.mjs'
import { ask } from './system.mjs'

const STOP_WAIT_MS = 15_000
const pidFile = (home, name) => join(home, 'run', `${name}.pid`)
export const logFile = (home, name) => join(home, 'logs', `${name}.log`)

/** When a process began, in a form that a later process with the same pid does not share; null when it is gone. */
function startOf(pid) {
  if (process.platform !== 'linux')
    return ask('ps', ['-o', 'lstart=', '-p', String(pid)]).stdout?.trim() || null
  const file = `/proc/${pid}/stat`
  if (!existsSync(file)) return null
  const fields = readFileSync(file, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return fields[0] === 'Z' ? null : fields[19]
}

/** The pid of a process that this installation started and that still lives, or null. */
export function livePid(home, name) {
  if (!existsSync(pidFile(home, name))) return null
  const { pid, start } = JSON.parse(readFileSync(pidFile(home, name), 'utf8'))
  return startOf(pid) === start ? pid : null
}

/** Starts a Node process that outlives this one, unless it runs. Its output goes to the log. */
export function startProcess(home, name, args, env) {
  if (livePid(home, name)) return false
  for (const folder of ['run', 'logs']) mkdirSync(join(home, folder), { recursive: true, mode: 0o700 })
  const log = openSync(logFile(home, name), 'a', 0o600)
  const child = spawn(process.execPath, args, { cwd: root, env, detached: true, stdio: ['ignore', log, log] })
  child.unref()
  writeFileSync(pidFile(home, name), JSON.stringify({ pid: child.pid, start: startOf(child.pid) }))
  return true
}

/** Ends a process and its children: gently first, firmly after 15 s. Returns whether it ran. */
export async function stopProcess(home, name) {
  const pid = livePid(home, name)
  if (pid) {
    process.kill(pid, 'SIGTERM')
    for (let waited = 0; livePid(home, name) && waited < STOP_WAIT_MS; waited += 100) await sleep(100)
    // It leads its own process group, so that nothing of it stays behind.
    try {
      process.kill(-pid, 'SIGKILL')
    } catch {}
  }
  rmSync(pidFile(home, name), { force: true })
  return pid !== null
}
