// The life of a supervisor, whatever it watches: one an installation, its state in a file, what it starts outlives it.
import { HUNG_MS, watchSigns } from '../../lib/processes/signs-of-life.mjs'
import { startOf } from '../../lib/processes/start-of.mjs'
import { takeLock } from './lock.mjs'
import { livePid, startProcess, sweepProcess, writeSupervisorState } from './processes.mjs'
import { watchPart } from './watched-part.mjs'

const LOOK_MS = 500
const uptimeMs = () => Number(process.hrtime.bigint() / 1_000_000n)
export const tell = (line) => process.stderr.write(`${new Date().toISOString()} ${line}\n`)

const wordsOf = (code, signal) => (signal ? `was ended by ${signal}` : `ended with code ${code}`)

/** A Node process of `home` that is kept alive and moving; one that runs already is taken over. */
export function watchProcess(home, { name, args, env, mayStart }) {
  const isHung = watchSigns(home, name)
  let hungPid = null
  function isAlive() {
    const pid = livePid(home, name)
    if (pid !== null && pid !== hungPid && isHung(pid, uptimeMs())) {
      hungPid = pid
      watched.heardEnd(`did not move for ${HUNG_MS / 1000} s and was ended`)
      process.kill(pid, 'SIGKILL')
    }
    return pid !== null
  }
  async function start() {
    sweepProcess(home, name)
    hungPid = null
    startProcess(home, name, args, env, (code, signal) => {
      if (hungPid === null) watched.heardEnd(wordsOf(code, signal))
    })
  }
  const watched = watchPart({ name, mayStart, isAlive, start }, tell)
  return watched
}

/**
 * Looks after `watched` until it is told to end, and writes `run/supervisor.json` whenever something changed. Ends at once
 * where another supervisor watches this home. `facts` are written beside the parts.
 */
export async function supervise(home, watched, facts = {}) {
  // The terminal that `up` was called in may close, and the disk of the log may be full.
  process.on('SIGHUP', () => undefined)
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  if ((await takeLock(home, 'supervisor')) === null) {
    tell('another supervisor watches this installation')
    process.exit(0)
  }
  // What it watches lives on: `down` ends it afterwards.
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0))

  let shown = ''
  let complained = false
  function publish() {
    const parts = watched.map(({ part }) => part)
    const state = { v: 1, pid: process.pid, start: startOf(process.pid), ...facts, parts }
    const text = JSON.stringify(state)
    if (text === shown) return
    try {
      writeSupervisorState(home, state)
      shown = text
      complained = false
    } catch (error) {
      if (!complained) tell(`the state cannot be written: ${error.message}`)
      complained = true
    }
  }
  function look() {
    for (const one of watched) one.look(uptimeMs())
    publish()
  }
  tell(`watches ${watched.map(({ part }) => part.name).join(', ')}`)
  look()
  setInterval(look, LOOK_MS)
}
