import type { z } from 'zod'
import { addressAt, type Endpoint, type Given, keyAt, type PlaceOf } from '#lib/contracts/endpoint.ts'
import { Problem } from '#lib/contracts/problem.ts'

/** An error answer of the API, with the id that finds it in the server's log. */
export class RequestError extends Error {
  readonly status: number
  readonly requestId: string | null
  constructor(status: number, message: string, requestId: string | null) {
    super(message)
    this.name = 'RequestError'
    this.status = status
    this.requestId = requestId
  }
}

/** The message and id of an error answer, whatever appears in its body. */
export function requestErrorOf(status: number, body: unknown): RequestError {
  const problem = Problem.safeParse(body)
  if (problem.success)
    return new RequestError(status, problem.data.error.message, problem.data.error.requestId)
  return new RequestError(status, `The server answered ${status} without saying why.`, null)
}

type Json<S extends z.ZodType> = { response: S }

async function readFrom<S extends z.ZodType>(
  endpoint: Endpoint & Json<S>,
  place: object,
  signal?: AbortSignal,
): Promise<z.output<S>> {
  const response = await fetch(addressAt(endpoint, place), {
    headers: { accept: 'application/json' },
    ...(signal ? { signal } : {}),
  })
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) throw requestErrorOf(response.status, body)
  const parsed = endpoint.response.safeParse(body)
  if (!parsed.success)
    throw new RequestError(
      response.status,
      'The answer has an unexpected form. Reload the page: it may be older than the server.',
      null,
    )
  return parsed.data
}

/** GETs an endpoint and parses the answer; anything else than the declared shape is an error. */
export const readJson = <const E extends Endpoint, S extends z.ZodType>(
  endpoint: E & Json<S>,
  place: PlaceOf<E>,
  signal?: AbortSignal,
): Promise<z.output<S>> => readFrom(endpoint, { ...place }, signal)

/** What a query needs to ask an endpoint: the key of the answer, and how to get it. */
export const ask = <const E extends Endpoint, S extends z.ZodType>(
  endpoint: E & Json<S>,
  ...[place]: Given<PlaceOf<E>>
) => ({
  queryKey: keyAt(endpoint, { ...place }),
  queryFn: ({ signal }: { signal: AbortSignal }) => readFrom(endpoint, { ...place }, signal),
})
