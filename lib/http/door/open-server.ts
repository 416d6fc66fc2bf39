import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { explainHeads } from '#lib/http/door/explain-head.ts'
import { explainMethod } from '#lib/http/door/explain-method.ts'
import { answerRefusal, LINE_IS_FULL, openDoor } from '#lib/http/door/open-door.ts'
import { log } from '#lib/log.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** Milliseconds that somebody may hold something without giving anything. */
export type Patience = {
  /** A connection, until the head of a request is there. */
  headMs: number
  /** A connection, once its request was answered and its body still comes. */
  lingerMs: number
  /** A place in a line: a body that dribbles in and a live stream wait more than they work. */
  placeMs: number
}
const PATIENCE: Patience = { headMs: 5_000, lingerMs: 2_000, placeMs: 1_000 }

/** The body of an upload over a slow line. */
const REQUEST_MS = 30 * 60_000
const LOOK_MS = 1_000
/** The address of a chart names each of its runs, at most 500; Node's own limit ends at 430. */
const HEAD_BYTES = 64 * 1024
const MOST_CONNECTIONS = 4_000

/** Hands a request on. The promise resolves when its place in the line is free again. */
async function handOn(
  answer: Answer,
  { placeMs }: Patience,
  request: IncomingMessage,
  response: ServerResponse,
) {
  if (response.destroyed) return
  explainMethod(request, response)
  const over = Promise.withResolvers<void>()
  const timer = setTimeout(over.resolve, placeMs)
  response.once('close', over.resolve)
  answer(request, response).catch((error: unknown) => {
    log.error('request failed', { error })
    response.destroy()
  })
  await over.promise
  clearTimeout(timer)
}

/** A server of HTTP whose requests come to `answer` by the door; not listening yet. */
export function openServer(answer: Answer, patience: Patience = PATIENCE): Server {
  const enter = openDoor(() => performance.now())
  const options = {
    headersTimeout: patience.headMs,
    requestTimeout: REQUEST_MS,
    connectionsCheckingInterval: Math.min(LOOK_MS, patience.headMs),
    maxHeaderSize: HEAD_BYTES,
  }
  const server = createServer(options, (request, response) => {
    // Nobody reads what is left of a body that was refused.
    response.once('finish', () => {
      if (!request.complete)
        setTimeout(() => request.complete || request.destroy(), patience.lingerMs).unref()
    })
    const entry = enter(request)
    if (!('line' in entry)) return answerRefusal(response, entry, randomUUID())
    entry
      .line(() => handOn(answer, patience, request, response))
      .catch(() => answerRefusal(response, LINE_IS_FULL, randomUUID()))
  })
  explainHeads(server, patience.lingerMs)
  server.maxConnections = MOST_CONNECTIONS
  return server
}
