import { usageFailure } from '#cli/failure.ts'
import { ENDPOINTS } from '#lib/contracts/api.ts'
import type { Endpoint } from '#lib/contracts/endpoint.ts'
import { openPaths, partsOf } from '#lib/contracts/match-path.ts'

/** What the command line calls: our own API. MLflow's has clients of its own. */
export const ROUTES: readonly Endpoint[] = ENDPOINTS.filter(({ path }) => path.startsWith('/api/v1/'))

const find = openPaths(ROUTES)

/** The endpoint of an address without its query. */
export function routeOf(method: string, path: string): Endpoint {
  const there = path.startsWith('/api/v1/') ? (find(partsOf(path))?.things ?? []) : []
  const found = there.find((endpoint) => endpoint.method === method)
  if (found !== undefined) return found
  const others = there.map((endpoint) => endpoint.method).join(', ')
  throw usageFailure(
    others === '' ? 'The API has no such address.' : `This address takes ${others}, not ${method}.`,
    `${method} ${path}`,
    'sandmle api routes lists them all.',
  )
}
