import { MLFLOW_BODY_MAX } from '#lib/contracts/mlflow.ts'
import { AppError, type ErrorCode, invalid, isAppError } from '#lib/domain/errors.ts'
import { publicContext, requireContext } from '#lib/http/context-of.ts'
import { problemOf } from '#lib/http/problem-of.ts'
import { readText } from '#lib/http/read-text.ts'
import type { RouteContext } from '#lib/http/route.ts'
import type { WebContext } from '#lib/services/context.ts'

type Params = Awaited<RouteContext['params']>
type Handler = (request: Request, route: RouteContext) => Promise<Response>
type Verb<Out> = (call: { ctx: WebContext; input: unknown }) => Promise<Out>

/**
 * Status and code of each error. Clients send again what ended with 408, 425, 429 or 5xx, for minutes: what would
 * fail again, a used-up quota too, is 400.
 */
const ERRORS = {
  invalid: [400, 'INVALID_PARAMETER_VALUE'],
  precondition: [400, 'INVALID_STATE'],
  conflict: [400, 'RESOURCE_ALREADY_EXISTS'],
  limit: [400, 'RESOURCE_LIMIT_EXCEEDED'],
  unauthenticated: [401, 'UNAUTHENTICATED'],
  forbidden: [403, 'PERMISSION_DENIED'],
  'not-found': [404, 'RESOURCE_DOES_NOT_EXIST'],
  unavailable: [503, 'TEMPORARILY_UNAVAILABLE'],
  internal: [500, 'INTERNAL_ERROR'],
} as const satisfies Record<ErrorCode, readonly [number, string]>

const answer = (value: object, status: number, requestId: string): Response =>
  new Response(JSON.stringify(value), {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-request-id': requestId },
  })

/** The token, sent as such or as the password of any user name. */
function tokenOf(headers: Headers): string | undefined {
  const [, scheme = '', value = ''] = /^(\w+) +(\S+) *$/.exec(headers.get('authorization') ?? '') ?? []
  if (scheme.toLowerCase() === 'bearer') return value
  if (scheme.toLowerCase() !== 'basic') return undefined
  const pair = Buffer.from(value, 'base64').toString('utf8')
  return pair.slice(pair.indexOf(':') + 1)
}

/**
 * A context by token alone. Cookies count for nothing here, so that no other site can use a browser against these
 * routes, and a trainer may call this server by any name that reaches it.
 */
async function contextByToken(request: Request, base: Omit<WebContext, 'actor'>): Promise<WebContext> {
  const token = tokenOf(request.headers)
  if (token === undefined)
    throw new AppError(
      'unauthenticated',
      'Send a token of scope trainer: MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_PASSWORD with any user name.',
    )
  return requireContext(new Headers({ authorization: `Bearer ${token}` }), base)
}

/** Wraps a handler of MLflow's protocol: token, and MLflow's form of errors. */
export function handleMlflow(
  work: (ctx: WebContext, request: Request, params: Params) => Promise<Response>,
): Handler {
  return async (request, route) => {
    const base = publicContext()
    try {
      return await work(await contextByToken(request, base), request, await route.params)
    } catch (error) {
      const problem = problemOf(error, base.requestId)
      const [status, code] = ERRORS[problem.code]
      return answer({ error_code: code, message: problem.message }, status, base.requestId)
    }
  }
}

/** Query parameters; one that stands several times is a list. */
function queryOf(request: Request): Record<string, unknown> {
  const query = new URL(request.url).searchParams
  return Object.fromEntries(
    [...new Set(query.keys())].map((key) => {
      const values = query.getAll(key)
      return [key, values.length > 1 ? values : values[0]]
    }),
  )
}

async function bodyOf(request: Request): Promise<object> {
  const text = await readText(request, MLFLOW_BODY_MAX).catch((error: unknown) => {
    throw isAppError(error) && error.code === 'limit' ? invalid(error.publicMessage) : error
  })
  if (text === '') return {}
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw invalid('The body is not JSON.')
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw invalid('The body must be a JSON object.')
  // In protobuf's JSON a null is a field that is not set.
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null))
}

/** A route of MLflow's protocol over one verb, which parses its input and builds the answer. */
export function mlflow<Out extends object>(verb: Verb<Out>): Handler {
  return handleMlflow(async (ctx, request) => {
    const input = request.method === 'GET' ? queryOf(request) : await bodyOf(request)
    return answer(await verb({ ctx, input }), 200, ctx.requestId)
  })
}

/** For what this server does not offer: 404 with a code, never a page. Clients read it as "this server cannot". */
export const mlflowUnknown: Handler = async (request) => {
  const { pathname } = new URL(request.url)
  const message = `This server does not offer ${pathname}. It takes experiments, runs, metrics, params, tags and artifacts.`
  return answer({ error_code: 'ENDPOINT_NOT_FOUND', message }, 404, publicContext().requestId)
}
