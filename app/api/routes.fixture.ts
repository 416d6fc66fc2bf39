import { expect } from 'vitest'
import * as auth from '#app/api/auth/[...all]/route.ts'
import { METHODS } from '#lib/contracts/api.ts'
import type { Endpoint } from '#lib/contracts/endpoint.ts'
import { ALL_ROUTES } from '#lib/http/api/all.ts'
import type { Handler } from '#lib/http/route.ts'

export type Method = Endpoint['method']
export type Params = Record<string, string | string[]>
export type Module = Partial<Record<Method, Handler>>

/** An answer that is not as its endpoint declares it fails whatever test asked for it. */
async function checked(
  { method, path, response: declared }: Endpoint,
  response: Response,
): Promise<Response> {
  const isJson = response.headers.get('content-type')?.startsWith('application/json')
  if (!response.ok || !isJson || typeof declared === 'string') return response
  const answer: unknown = await response.clone().json()
  const { data, error } = declared.safeParse(answer)
  const said = `${method} ${path} does not answer as it is declared`
  if (error !== undefined) throw new Error(`${said}: ${error.message}`)
  // A field that no schema names is left out by it.
  expect(data, said).toEqual(answer)
  return response
}

const BY_PLACE = new Map<string, Module>([['auth/{+all}', { ...auth }]])
for (const { endpoint, handler } of ALL_ROUTES) {
  const place = endpoint.path.slice('/api/'.length)
  const asks: Handler = async (request, route) => checked(endpoint, await handler(request, route))
  BY_PLACE.set(place, { ...BY_PLACE.get(place), [endpoint.method]: asks })
}

/** Paths below `/api/`, as endpoints declare them. */
export const PLACES: readonly string[] = [...BY_PLACE.keys()].sort()

/** What answers at a place, by method. */
export const moduleAt = (place: string): Module => BY_PLACE.get(place) ?? {}

export function handlerAt(place: string, method: Method): Handler {
  const handler = moduleAt(place)[method]
  if (handler === undefined) throw new Error(`${place} has no ${method}`)
  return handler
}

/** Each method that a place has, with its handler. */
export const handlersAt = (place: string): [Method, Handler][] =>
  METHODS.flatMap((method): [Method, Handler][] => {
    const handler = moduleAt(place)[method]
    return handler === undefined ? [] : [[method, handler]]
  })
