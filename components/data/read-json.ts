import type { z } from 'zod'
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

/** GETs a path of our API and parses the answer; anything else than the promised shape is an error. */
export async function readJson<T extends z.ZodType>(
  path: string,
  schema: T,
  signal?: AbortSignal,
): Promise<z.infer<T>> {
  const response = await fetch(path, {
    headers: { accept: 'application/json' },
    ...(signal ? { signal } : {}),
  })
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) throw requestErrorOf(response.status, body)
  const parsed = schema.safeParse(body)
  if (!parsed.success)
    throw new RequestError(
      response.status,
      'The answer has an unexpected form. Reload the page: it may be older than the server.',
      null,
    )
  return parsed.data
}
