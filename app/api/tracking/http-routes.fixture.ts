import { globSync } from 'node:fs'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { openServer } from '#lib/http/door/open-server.ts'
import { type MlflowRoutes, openMlflowRoutes } from '../mlflow-routes.fixture.ts'

type Handler = (
  request: Request,
  route: { params: Promise<Record<string, string | string[]>> },
) => Promise<Response>
type Place = { folder: string; parts: string[] }

const API = join(import.meta.dirname, '..')
const rankOf = (part: string) => (part.startsWith('[...') ? 2 : part.startsWith('[') ? 1 : 0)

/** Route files, those with plain names before those that take any: as the application chooses. */
const PLACES: readonly Place[] = globSync('**/route.ts', { cwd: API })
  .map((file) => ({ folder: dirname(file), parts: dirname(file).split('/') }))
  .sort((a, b) => {
    const ranks = [a, b].map(({ parts }) => parts.map(rankOf).join('').padEnd(20, '0'))
    return (ranks[0] ?? '') < (ranks[1] ?? '') ? -1 : 1
  })

function paramsOf({ parts }: Place, path: readonly string[]): Record<string, string | string[]> | null {
  const params: Record<string, string | string[]> = {}
  for (const [at, part] of parts.entries()) {
    const given = path[at]
    if (given === undefined) return null
    const name = part.replace(/^\[(?:\.\.\.)?|\]$/g, '')
    if (rankOf(part) === 2) return { ...params, [name]: path.slice(at) }
    if (rankOf(part) === 1) params[name] = given
    else if (part !== given) return null
  }
  return path.length === parts.length ? params : null
}

async function answerOf(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.split('/').slice(2).filter(Boolean).map(decodeURIComponent)
  for (const place of PLACES) {
    const params = paramsOf(place, path)
    if (params === null) continue
    const module: Record<string, unknown> = await import(
      /* @vite-ignore */ join(API, place.folder, 'route.ts')
    )
    const handler = module[request.method === 'HEAD' ? 'GET' : request.method]
    if (typeof handler !== 'function') return new Response(null, { status: 405 })
    return (handler as Handler)(request, { params: Promise.resolve(params) })
  }
  return new Response(null, { status: 404 })
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
