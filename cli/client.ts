import type { z } from 'zod'
import type { Connection } from '#cli/connection.ts'
import { CommandFailure } from '#cli/failure.ts'
import {
  addressAt,
  bodyOf,
  type Endpoint,
  type Given,
  type PlaceOf,
  type SentTo,
} from '#lib/contracts/endpoint.ts'
import { Problem } from '#lib/contracts/problem.ts'

export type Body = { json: unknown } | { bytes: Uint8Array; type: string } | Record<string, never>

/** The API of one server. Every answer is checked against its wire schema. */
export type Client = {
  /** Address of the server. */
  url: string
  call<const E extends Endpoint, S extends z.ZodType>(
    endpoint: E & { response: S },
    ...given: Given<SentTo<E>>
  ): Promise<z.output<S>>
  /** Sends an endpoint a file. */
  upload<const E extends Endpoint, S extends z.ZodType>(
    endpoint: E & { response: S },
    place: PlaceOf<E>,
    file: { bytes: Uint8Array; type: string },
  ): Promise<z.output<S>>
  bytes(path: string): Promise<Uint8Array>
  /** The raw answer, for streams; errors of the server are thrown. */
  open(path: string, signal?: AbortSignal): Promise<Response>
  /** The raw answer to any request; errors of the server are thrown. */
  send(method: string, path: string, body?: Body): Promise<Response>
}

export function createClient({ url, token }: Connection): Client {
  const send = async (
    method: string,
    path: string,
    body: Body = {},
    signal?: AbortSignal,
  ): Promise<Response> => {
    const headers: Record<string, string> = {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...('json' in body ? { 'content-type': 'application/json' } : {}),
      ...('bytes' in body ? { 'content-type': String(body.type) } : {}),
    }
    const content =
      'json' in body
        ? JSON.stringify(body.json)
        : 'bytes' in body
          ? Buffer.from(body.bytes as Uint8Array)
          : null
    const where = `${method} ${path}`
    let response: Response
    try {
      response = await fetch(new URL(path, url), {
        method,
        headers,
        body: content,
        redirect: 'error',
        signal: signal ?? null,
      })
    } catch (error) {
      if (signal?.aborted) throw error
      throw new CommandFailure(`${url} does not answer.`, where, 'npm run up, or check SANDMLE_URL', {
        code: 'unreachable',
      })
    }
    if (!response.ok) throw await failureOf(response, where)
    return response
  }
  const parsed = async <T extends z.ZodType>(
    where: string,
    response: Response,
    schema: T,
  ): Promise<z.output<T>> => {
    const result = schema.safeParse(await response.json().catch(() => null))
    if (result.success) return result.data
    const [issue] = result.error.issues
    const place = issue === undefined || issue.path.length === 0 ? 'the answer' : issue.path.join('.')
    throw new CommandFailure(
      `The server answered something unexpected at ${place}: ${issue?.message ?? 'not valid'}.`,
      where,
      'Use the sandmle command of the same release as the server.',
      { code: 'unexpected-answer' },
    )
  }
  return {
    url,
    send,
    async call(endpoint, ...[given = {}]) {
      const { method, response } = endpoint
      const path = addressAt(endpoint, given)
      const body = bodyOf(endpoint, given)
      return parsed(
        `${method} ${path}`,
        await send(method, path, body === null ? {} : { json: body }),
        response,
      )
    },
    async upload(endpoint, place, file) {
      const { method, response } = endpoint
      const path = addressAt(endpoint, { ...place })
      return parsed(`${method} ${path}`, await send(method, path, file), response)
    },
    bytes: async (path) => new Uint8Array(await (await send('GET', path)).arrayBuffer()),
    open: (path, signal) => send('GET', path, {}, signal),
  }
}

const NEXT: Partial<Record<Problem['error']['code'], string>> = {
  unauthenticated:
    'Set SANDMLE_TOKEN (sandmle token create makes one), or npm run up to renew the local token.',
  forbidden: 'Use a token whose role and scope allow this.',
  'not-found': 'List what exists: sandmle seeds list, runs list, env list, pack list',
  conflict: 'Look at it again: somebody was faster, or it changed.',
  limit: 'Wait a moment, or ask for less.',
  unavailable: 'sandmle doctor',
  internal: 'Look for the request id in the log of the web server.',
}

async function failureOf(response: Response, where: string): Promise<CommandFailure> {
  const problem = Problem.safeParse(await response.json().catch(() => null))
  if (!problem.success)
    return new CommandFailure(
      `The server answered ${response.status} ${response.statusText}.`.replace(' .', '.'),
      where,
      'Check that SANDMLE_URL names a SandMLE Studio.',
      { code: `http-${response.status}` },
    )
  const { code, message, fields, requestId } = problem.data.error
  // What the message says already is not said again below it.
  const named = Object.entries(fields ?? {})
    .filter(([field, texts]) => ![field, ...texts].every((said) => message.includes(said)))
    .map(([field, texts]) => `${field}: ${texts.join(' ')}`)
  return new CommandFailure(
    [message, ...named].join('\n  '),
    where,
    NEXT[code] ?? 'Change what is named and try again.',
    {
      code,
      requestId,
    },
  )
}
