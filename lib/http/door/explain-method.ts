import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

/**
 * The application answers a method that an address of the API does not take with an empty 405. Here it gets the form of
 * every other refusal, at the moment when its head is written: what compresses answers writes that before the end.
 */
export function explainMethod(request: IncomingMessage, response: ServerResponse): void {
  const { url = '', method = '' } = request
  if (!url.startsWith('/api/')) return
  const message = `${method} is not a method of this address. GET /api/v1/openapi.json lists what it takes.`
  const body = `${JSON.stringify({ error: { code: 'invalid', message, requestId: randomUUID() } })}\n`
  const writeHead = response.writeHead.bind(response)
  const end = response.end.bind(response)
  let isBare = false
  Object.assign(response, {
    writeHead(status: number, ...rest: []) {
      isBare = status === 405 && rest.length === 0 && !response.hasHeader('content-type')
      if (!isBare) return writeHead(status, ...rest)
      response.removeHeader('transfer-encoding')
      response.setHeader('content-type', 'application/problem+json')
      response.setHeader('content-length', Buffer.byteLength(body))
      return writeHead(status)
    },
    end(...rest: []) {
      if (!response.headersSent && response.statusCode === 405) response.writeHead(405)
      return isBare ? end(body) : end(...rest)
    },
  })
}
