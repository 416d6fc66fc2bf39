import { readFileSync, statSync, utimes } from 'node:fs'
import { join } from 'node:path'

/** A process under supervision touches its pid file this often; nothing is written, so a full disk changes nothing. */
const SIGN_MS = 2_000
/** A process whose event loop did not turn for so long does no work and never will. */
export const HUNG_MS = 30_000

export const pidFile = (home, name) => join(home, 'run', `${name}.pid`)

const isOwn = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))?.pid === process.pid
  } catch {
    return false
  }
}

/** Gives signs of life from the event loop for as long as this is the process that the installation knows by `name`. */
export function giveSigns(home, name) {
  const file = pidFile(home, name)
  const sign = () => {
    const now = new Date()
    if (isOwn(file)) utimes(file, now, now, () => undefined)
  }
  setInterval(sign, SIGN_MS).unref()
}

function readSign(file) {
  try {
    return statSync(file).mtimeMs
  } catch {
    return null
  }
}

/**
 * Whether the process that lives as `name` hangs. Only changes count, on the clock of who watches: the clock of the wall
 * may be set. One that never gave a sign is not judged.
 */
export function watchSigns(home, name) {
  let known = { pid: null, sign: null, since: 0, moves: false }
  let lookedMs = 0
  return (pid, nowMs) => {
    const sign = readSign(pidFile(home, name))
    // Who was stopped itself has missed signs.
    const missed = nowMs - lookedMs > HUNG_MS / 2
    lookedMs = nowMs
    if (pid !== known.pid) known = { pid, sign, since: nowMs, moves: false }
    else if (sign !== known.sign || missed)
      known = { pid, sign, since: nowMs, moves: known.moves || sign !== known.sign }
    return known.moves && nowMs - known.since > HUNG_MS
  }
}
