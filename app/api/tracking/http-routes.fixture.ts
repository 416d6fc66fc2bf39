import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { moduleAt, PLACES } from '#app/api/routes.fixture.ts'
import { METHODS } from '#lib/contracts/api.ts'
import { openPaths } from '#lib/contracts/match-path.ts'
import { openServer } from '#lib/http/door/open-server.ts'
import { type MlflowRoutes, openMlflowRoutes } from '../mlflow-routes.fixture.ts'

const find = openPaths(PLACES.map((place) => ({ path: `/${place}` })))

async function answerOf(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.split('/').slice(2).filter(Boolean).map(decodeURIComponent)
  const found = find(path)
  const [place] = found?.things ?? []
  if (found === null || place === undefined) return new Response(null, { status: 404 })
  const method = METHODS.find((one) => one === request.method.replace('HEAD', 'GET'))
  const handler = method && moduleAt(place.path.slice(1))[method]
  if (handler === undefined) return new Response(null, { status: 405 })
  return handler(request, { params: Promise.resolve(found.params) })
}

function requestOf(incoming: IncomingMessage): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined) headers.set(name, [value].flat().join(', '))
  const { method = 'GET', url = '/' } = incoming
  const hasBody = method !== 'GET' && method !== 'HEAD'
  const body = hasBody ? (Readable.toWeb(incoming) as ReadableStream<Uint8Array>) : null
  return new Request(new URL(url, `http://${incoming.headers.host}`), {
    method,
    headers,
    body,
    ...(hasBody ? { duplex: 'half' } : {}),
  } as RequestInit)
}

async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, headers, body } = await answerOf(requestOf(incoming))
  response.writeHead(status, Object.fromEntries(headers))
  if (body === null) response.end()
  else for await (const piece of body) response.write(piece)
  response.end()
}

export type HttpRoutes = { url: string; routes: MlflowRoutes; close(): Promise<void> }

/** The routes of the API behind the real door, on a port of their own, over a database of their own. */
export async function openHttpRoutes(): Promise<HttpRoutes> {
  const routes = await openMlflowRoutes()
  const server: Server = openServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  // Read at the first request: the API answers for this host alone.
  Object.assign(process.env, { SANDMLE_URL: url, PORT: String(port) })
  return {
    url,
    routes,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await routes.close()
    },
  }
}
