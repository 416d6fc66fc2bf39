import { METHODS } from '#lib/contracts/api.ts'
import type { Endpoint } from '#lib/contracts/endpoint.ts'
import { openPaths } from '#lib/contracts/match-path.ts'
import type { Bound } from '#lib/http/bind.ts'
import type { Handler } from '#lib/http/route.ts'

type Method = Endpoint['method']
type PathContext = { params: Promise<{ path: string[] }> }
type Dispatch = (request: Request, route: PathContext) => Promise<Response>

const ALL = { status: 405 } as const

/** Handlers of the one route below /api: each finds the endpoint of an address, as the framework would by folders. */
export function dispatch(bound: readonly Bound[]): Record<Method | 'OPTIONS', Dispatch> {
  const find = openPaths(bound)
  const at = async ({ params }: PathContext) => find(['api', ...(await params).path])
  const by =
    (method: Method): Dispatch =>
    async (request, route) => {
      const found = await at(route)
      const handler: Handler | undefined = found?.things.find(
        ({ endpoint }) => endpoint.method === method,
      )?.handler
      if (found === null || handler === undefined) return new Response(null, ALL)
      return handler(request, { params: Promise.resolve(found.params) })
    }
  return {
    GET: by('GET'),
    POST: by('POST'),
    PUT: by('PUT'),
    PATCH: by('PATCH'),
    DELETE: by('DELETE'),
    async OPTIONS(_request, route) {
      const found = await at(route)
      const there = METHODS.filter((method) =>
        found?.things.some(({ endpoint }) => endpoint.method === method),
      )
      const allow = ['OPTIONS', ...there, ...(there.includes('GET') ? ['HEAD'] : [])].sort().join(', ')
      return new Response(null, { status: 204, headers: { allow } })
    },
  }
}
