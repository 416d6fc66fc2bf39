import {
  type ClientRequest,
  type IncomingMessage,
  Agent as PlainAgent,
  request as plainRequest,
} from 'node:http'
import { Agent as TlsAgent, request as tlsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import { pinAddresses, type Resolve, type ResolvedAddress, resolveHost } from '#lib/llm/address-guard.ts'
import { FetchFault } from '#lib/llm/fetch-fault.ts'

export type GuardOptions = {
  allowPrivateAddresses: boolean
  /** The most bytes of an answer's body. */
  maxBytes: number
  /** The longest silence once the answer began. */
  idleMs: number
  resolve?: Resolve
}

const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304])

type Signal = AbortSignal | null | undefined
/** Node reports an abort as it finds it; callers are told the reason that the signal gives. */
const causeOf = (error: unknown, signal: Signal): unknown => (signal?.aborted ? signal.reason : error)

/** The body under the byte limit. Ending it early closes the connection. */
function limited(incoming: IncomingMessage, maxBytes: number, signal: Signal): ReadableStream {
  const pieces = incoming[Symbol.asyncIterator]()
  let bytes = 0
  return new ReadableStream({
    async pull(controller) {
      const next = await pieces.next().catch((error: unknown) => {
        throw causeOf(error, signal)
      })
      if (next.done) return controller.close()
      const piece: Uint8Array = next.value
      bytes += piece.length
      if (bytes > maxBytes) {
        incoming.destroy()
        throw new FetchFault('too-large', `The answer is longer than ${maxBytes} bytes.`)
      }
      controller.enqueue(piece)
    },
    cancel: () => void incoming.destroy(),
  })
}

/** Node's own client, as it takes the resolved addresses: nothing is looked up between the check and the connection. */
function open(
  url: URL,
  pinned: readonly ResolvedAddress[],
  init: RequestInit,
  headers: Headers,
): ClientRequest {
  const isTls = url.protocol === 'https:'
  const lookup: LookupFunction = (_host, wants, done) =>
    wants.all ? done(null, [...pinned]) : done(null, pinned[0]?.address ?? '', pinned[0]?.family)
  const options = {
    method: init.method ?? 'GET',
    headers: Object.fromEntries(headers),
    agent: isTls ? new TlsAgent({ keepAlive: false }) : new PlainAgent({ keepAlive: false }),
    lookup,
    ...(init.signal ? { signal: init.signal } : {}),
  }
  return isTls ? tlsRequest(url, options) : plainRequest(url, options)
}

function send(request: ClientRequest, body: string | undefined, signal: Signal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve)
    // Stays for the life of the request: errors after the answer began reach the reader of the body too.
    request.on('error', (error) => reject(causeOf(error, signal)))
    request.end(body)
  })
}

function refuseRedirect(url: URL, incoming: IncomingMessage): void {
  const location = incoming.headers.location
  if (location === undefined || (incoming.statusCode ?? 0) < 300 || (incoming.statusCode ?? 0) >= 400) return
  const target = URL.canParse(location, url) ? new URL(location, url) : null
  const named = target ? `${target.origin}${target.pathname}` : 'an unreadable address'
  throw new FetchFault('address-refused', `${url.host} redirects to ${named}; redirects are not followed.`)
}

function answer(incoming: IncomingMessage, options: GuardOptions, signal: Signal): Response {
  const encoding = incoming.headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity')
    throw new FetchFault('unreadable', 'The answer is compressed although that was not asked for.')
  const status = incoming.statusCode ?? 0
  if (status < 200 || status > 599) throw new FetchFault('unreadable', `The answer has the status ${status}.`)
  const headers = new Headers()
  for (const [name, values] of Object.entries(incoming.headersDistinct))
    for (const value of values ?? []) headers.append(name, value)
  incoming.setTimeout(options.idleMs, () =>
    incoming.destroy(new FetchFault('idle', `The answer stopped for ${options.idleMs} ms.`)),
  )
  const body = WITHOUT_BODY.has(status) ? null : limited(incoming, options.maxBytes, signal)
  return new Response(body, { status, headers })
}

/** A promise that ends with the signal too: the system's look-up of a name cannot be stopped. */
function orAborted<T>(work: Promise<T>, signal: Signal): Promise<T> {
  if (!signal) return work
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

/**
 * A `fetch` for addresses that people typed in: resolves the host once, refuses addresses that are not public, connects
 * only to addresses that were checked, follows no redirect, and limits bytes and silence of the answer. Takes an
 * address and a text body. @throws FetchFault; the reason of the signal; errors of the connection.
 */
export function guardedFetch(options: GuardOptions) {
  return async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    if (input instanceof Request) throw new TypeError('Pass an address, not a Request.')
    if (init.body !== undefined && init.body !== null && typeof init.body !== 'string')
      throw new TypeError('Pass the body as text.')
    const url = new URL(input)
    const { allowPrivateAddresses, resolve = resolveHost } = options
    const pinned = await orAborted(pinAddresses(url, allowPrivateAddresses, resolve), init.signal)
    const headers = new Headers(init.headers)
    headers.set('accept-encoding', 'identity')
    const request = open(url, pinned, init, headers)
    const incoming = await send(request, init.body ?? undefined, init.signal)
    try {
      refuseRedirect(url, incoming)
      return answer(incoming, options, init.signal)
    } catch (error) {
      request.destroy()
      throw error
    }
  }
}
