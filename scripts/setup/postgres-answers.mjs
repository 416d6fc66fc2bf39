import { connect } from 'node:net'

/** Asks for encryption: eight bytes that a server of PostgreSQL answers before anything else, with one letter. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])

/** Whether whatever listens on a port of this machine answers as PostgreSQL does, within `waitMs`. */
export const postgresAnswers = (port, waitMs) =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const end = (answered) => {
      socket.destroy()
      resolve(answered)
    }
    socket.setTimeout(waitMs, () => end(false))
    socket.once('error', () => end(false))
    socket.once('close', () => resolve(false))
    socket.once('data', () => end(true))
    socket.write(SSL_REQUEST)
  })

/** A server that answered nobody for so long is stuck: the kernel takes connections for it, and nobody reads them. */
export const STUCK_MS = 15_000
const ASK_MS = 2_000

/**
 * Whether the server that runs as `pid` is stuck, for somebody who asks every moment; `nowMs` is a clock that nobody sets.
 * One that has not answered yet is given as long as one that did.
 */
export function watchAnswers(stuckMs = STUCK_MS) {
  let known = { pid: null, heardMs: 0 }
  let askedMs = Number.NEGATIVE_INFINITY
  let lookedMs = 0
  let asking = false
  return (pid, port, nowMs) => {
    // Who was stopped itself has heard nothing meanwhile.
    const missed = nowMs - lookedMs > stuckMs / 2
    lookedMs = nowMs
    if (pid !== known.pid || missed) known = { pid, heardMs: nowMs }
    if (!asking && nowMs - askedMs >= Math.min(ASK_MS, stuckMs / 4)) {
      asking = true
      askedMs = nowMs
      const asked = known
      postgresAnswers(port, stuckMs).then((answered) => {
        asking = false
        if (answered) asked.heardMs = Math.max(asked.heardMs, lookedMs)
      })
    }
    return nowMs - known.heardMs > stuckMs
  }
}
