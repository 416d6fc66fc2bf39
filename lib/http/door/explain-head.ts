import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'

const REASONS = {
  HPE_HEADER_OVERFLOW: {
    line: '431 Request Header Fields Too Large',
    message:
      'The address and the headers of this request are too long. Send long values in a body, or fewer of them.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    line: '408 Request Timeout',
    message: 'The request did not arrive in time. Send it again.',
  },
}
const UNREADABLE = { line: '400 Bad Request', message: 'This is not a request of HTTP/1.1.' }

const reasonOf = (code: string | undefined) =>
  code === 'HPE_HEADER_OVERFLOW' || code === 'ERR_HTTP_REQUEST_TIMEOUT' ? REASONS[code] : UNREADABLE

function answer(socket: Duplex, code: string | undefined, lingerMs: number): void {
  const { line, message } = reasonOf(code)
  const body = `${JSON.stringify({ error: { code: 'invalid', message, requestId: randomUUID() } })}\n`
  const head = [
    `HTTP/1.1 ${line}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  // Whoever still sends would lose the answer to a reset of the connection: what comes is taken, and let go.
  socket.removeAllListeners('data').on('data', () => undefined)
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
  setTimeout(() => socket.destroy(), lingerMs).unref()
}

/** Answers a head that is too long, too slow or none at all in the form of every other refusal, and closes. */
export function explainHeads(server: Server, lingerMs: number): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy()
    else answer(socket, error.code, lingerMs)
  })
}
