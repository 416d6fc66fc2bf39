import type { IncomingMessage, ServerResponse } from 'node:http'
import { inLine, type Line } from '#lib/domain/in-line.ts'
import { type Buckets, openBuckets, type Rate } from '#lib/http/door/buckets.ts'
import { PEER_HEADER } from '#lib/http/door/peer.ts'
import { type QueueName, queueOf } from '#lib/http/door/queue-of.ts'
import { isTrustedHost, untrusted } from '#lib/http/trusted-origins.ts'

type Terms = { one: Rate; all: Rate; atOnce: number }

/**
 * Queues that are counted: what one address may do, above what people do; all addresses together; and how many
 * requests are worked on at once, so that people who are signed in never wait behind more than a few of a stranger's.
 */
const QUEUE_TERMS: Record<Exclude<QueueName, 'known'>, Terms> = {
  // Each may hash a password, a tenth of a second of a core. Browsers that were signed in on have a queue of their own.
  returning: { one: { burst: 60, perSecond: 1 }, all: { burst: 120, perSecond: 3 }, atOnce: 2 },
  password: { one: { burst: 60, perSecond: 2 }, all: { burst: 120, perSecond: 5 }, atOnce: 2 },
  health: { one: { burst: 100, perSecond: 50 }, all: { burst: 200, perSecond: 100 }, atOnce: 2 },
  asset: { one: { burst: 600, perSecond: 100 }, all: { burst: 1_200, perSecond: 200 }, atOnce: 4 },
  stranger: { one: { burst: 300, perSecond: 25 }, all: { burst: 600, perSecond: 50 }, atOnce: 2 },
}
const MOST_WAITING = 50
const TOO_MANY = 'Too many requests. Try again in a few seconds.'
const NO_LINE: Line = (work) => work()
/** A trainer may call this server by any name that reaches it: there a token alone counts. */
const ANY_HOST = /^\/api\/[23]\.0\/mlflow/
/** The application has no answer to others: TRACE breaks it, and clients send a 500 again for minutes. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
/** No address of ours is longer in its path; queries may be. */
const MAX_PATH = 2_048
const MAX_PARTS = 64

type Ask = Partial<Pick<IncomingMessage, 'method'>> &
  Pick<IncomingMessage, 'url' | 'headers'> & { socket: { remoteAddress?: string | undefined } }
export type DoorRefusal = {
  status: number
  code: 'limit' | 'forbidden' | 'not-found' | 'invalid'
  message: string
}

const headersOf = ({ headers }: Ask): Headers =>
  new Headers(
    (['authorization', 'cookie', 'host'] as const).flatMap((name) => {
      const value = headers[name]
      return value === undefined ? [] : [[name, value] as [string, string]]
    }),
  )

/**
 * The path as the application will read it: without `..`, and decoded, so that no spelling takes a request into the
 * queue of another. Null for an address that this server does not have.
 */
function pathOf(url: string | undefined): string | null {
  if (url === undefined || !url.startsWith('/') || /^\/[/\\]/.test(url)) return null
  try {
    return decodeURIComponent(new URL(url, 'http://door').pathname)
  } catch {
    return null
  }
}

/** An IPv6 client has a whole /64 for itself. */
const addressOf = ({ socket }: Ask): string => {
  const address = socket.remoteAddress?.replace(/^::ffff:/, '') ?? 'unknown'
  return address.includes(':') ? address.split(':').slice(0, 4).join(':') : address
}

/** Refused by what it shows, or let in: by way of its line. */
export type Entry = DoorRefusal | { line: Line }

/** Decides about a request by its head alone, in microseconds. `now` in milliseconds. */
export function openDoor(now: () => number): (ask: Ask) => Entry {
  const queues = new Map<string, { one: Buckets; all: Buckets; line: Line }>(
    Object.entries(QUEUE_TERMS).map(([name, { one, all, atOnce }]) => [
      name,
      { one: openBuckets(one), all: openBuckets(all), line: inLine(atOnce, MOST_WAITING, TOO_MANY) },
    ]),
  )
  return (ask) => {
    const pathname = pathOf(ask.url)
    const headers = headersOf(ask)
    const address = addressOf(ask)
    ask.headers[PEER_HEADER] = address
    const own = queues.get(queueOf({ pathname: pathname ?? '/', headers }))
    // The address first: one that is over its own rate takes nothing from what all share.
    if (own !== undefined && !(own.one(address, now()) && own.all('', now())))
      return { status: 429, code: 'limit', message: TOO_MANY }
    if (!METHODS.includes(ask.method ?? 'GET'))
      return { status: 405, code: 'invalid', message: `This server takes ${METHODS.join(', ')}.` }
    if (pathname === null || pathname.length > MAX_PATH || pathname.split('/').length > MAX_PARTS)
      return { status: 404, code: 'not-found', message: 'No address of this server looks like this.' }
    const host = headers.get('host')
    if (!isTrustedHost(host) && !ANY_HOST.test(pathname))
      return { status: 403, code: 'forbidden', message: untrusted(host) }
    return { line: own?.line ?? NO_LINE }
  }
}

/** What a request is refused with whose line is full. */
export const LINE_IS_FULL: DoorRefusal = { status: 429, code: 'limit', message: TOO_MANY }

/** Answers a refusal in the form of the API. Of the request's body nothing is looked at. */
export function answerRefusal(
  response: ServerResponse,
  { status, code, message }: DoorRefusal,
  requestId: string,
): void {
  const headers = {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(status === 429 ? { 'retry-after': '2' } : {}),
    ...(status === 405 ? { allow: METHODS.join(', ') } : {}),
  }
  response.writeHead(status, headers).end(`${JSON.stringify({ error: { code, message, requestId } })}\n`)
}
