import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import type { ResolvedAddress } from '#lib/llm/address-guard.ts'
import { fetchFaultIn } from '#lib/llm/fetch-fault.ts'
import { type GuardOptions, guardedFetch } from '#lib/llm/guarded-fetch.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener)
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

const loopback: ResolvedAddress = { address: '127.0.0.1', family: 4 }
const get = (options: Partial<GuardOptions> = {}) =>
  guardedFetch({ allowPrivateAddresses: true, maxBytes: 1000, idleMs: 5_000, ...options })
const faultOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return fetchFaultIn(error)?.kind ?? error
}

describe('guardedFetch', () => {
  it('carries method, headers, body and status both ways', async () => {
    const port = await serve(async (request, response) => {
      let body = ''
      for await (const piece of request) body += piece
      response.writeHead(201, { 'x-two': ['a', 'b'] })
      response.end(
        `${request.method} ${request.headers['x-key']} ${request.headers['accept-encoding']} ${body}`,
      )
    })
    const response = await get()(`http://127.0.0.1:${port}/x`, {
      method: 'POST',
      headers: { 'x-key': 'k' },
      body: 'é',
    })
    expect(response.status).toBe(201)
    expect(response.headers.get('x-two')).toBe('a, b')
    expect(await response.text()).toBe('POST k identity é')
  })

  it('connects to the address that it checked, and asks the resolver once', async () => {
    const port = await serve((request, response) => response.end(request.headers.host))
    let asked = 0
    const resolve = async () => {
      asked += 1
      // A second answer would lead elsewhere, as a rebinding name server does.
      return [asked === 1 ? loopback : { address: '127.0.0.2', family: 4 as const }]
    }
    const response = await get({ resolve })(`http://provider.test:${port}/`)
    expect(await response.text()).toBe(`provider.test:${port}`)
    expect(asked).toBe(1)
  })

  it('tries the next checked address when the first does not listen', async () => {
    const port = await serve((_, response) => response.end('here'))
    const resolve = async () => [{ address: '127.0.0.2', family: 4 as const }, loopback]
    expect(await (await get({ resolve })(`http://provider.test:${port}/`)).text()).toBe('here')
  })

  it('sends nothing to a refused address', async () => {
    let requests = 0
    const port = await serve((_, response) => {
      requests += 1
      response.end()
    })
    const closed = { allowPrivateAddresses: false, resolve: async () => [loopback] }
    expect(await faultOf(get(closed)(`http://127.0.0.1:${port}/`))).toBe('address-refused')
    expect(await faultOf(get(closed)(`http://provider.test:${port}/`))).toBe('address-refused')
    expect(requests).toBe(0)
  })

  it.each([301, 302, 303, 307, 308])('does not follow a redirect with %i', async (status) => {
    let visits = 0
    const port = await serve((request, response) => {
      visits += 1
      response.writeHead(status, { location: request.url === '/' ? '/next?key=secret' : '/' }).end()
    })
    const error = await get()(`http://127.0.0.1:${port}/`).catch((thrown: unknown) => thrown)
    expect(String(error)).toContain(`redirects to http://127.0.0.1:${port}/next;`)
    expect(visits).toBe(1)
  })

  it('stops an answer at the byte limit and closes the connection', async () => {
    const closed = Promise.withResolvers<void>()
    const port = await serve((_, response) => {
      response.on('close', () => closed.resolve())
      const pour = () => {
        while (!response.destroyed && response.write('x'.repeat(64)));
      }
      response.on('drain', pour)
      pour()
    })
    const response = await get()(`http://127.0.0.1:${port}/`)
    expect(await faultOf(response.text())).toBe('too-large')
    await closed.promise
  })

  it('lets an answer of exactly the limit pass', async () => {
    const port = await serve((_, response) => response.end('x'.repeat(1000)))
    expect((await (await get()(`http://127.0.0.1:${port}/`)).text()).length).toBe(1000)
  })

  it('stops an answer that falls silent', async () => {
    const port = await serve((_, response) => void response.write('begun'))
    const response = await get({ idleMs: 20 })(`http://127.0.0.1:${port}/`)
    expect(await faultOf(response.text())).toBe('idle')
  })

  it('refuses a compressed answer, which could grow without limit', async () => {
    const port = await serve((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'),
    )
    expect(await faultOf(get()(`http://127.0.0.1:${port}/`))).toBe('unreadable')
  })

  it('ends with the signal while it resolves, waits or reads', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/reads') response.write('begun')
    })
    const reason = new Error('enough')
    const resolving = new AbortController()
    const stuck = get({ resolve: () => new Promise(() => undefined) })('http://a.test/', {
      signal: resolving.signal,
    })
    resolving.abort(reason)
    expect(await faultOf(stuck)).toBe(reason)

    const waiting = new AbortController()
    const unanswered = get()(`http://127.0.0.1:${port}/waits`, { signal: waiting.signal })
    setImmediate(() => waiting.abort(reason))
    expect(await faultOf(unanswered)).toBe(reason)

    const reading = new AbortController()
    const response = await get()(`http://127.0.0.1:${port}/reads`, { signal: reading.signal })
    setImmediate(() => reading.abort(reason))
    expect(await faultOf(response.text())).toBe(reason)
  })

  it('reports a connection that breaks off', async () => {
    const port = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('begun', () => response.destroy())
    })
    const response = await get()(`http://127.0.0.1:${port}/`)
    await expect(response.text()).rejects.toThrow('aborted')
  })
})
