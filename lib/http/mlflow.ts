import { type Endpoint, rightsOf } from '#lib/contracts/endpoint.ts'
import { MLFLOW_BODY_MAX } from '#lib/contracts/mlflow.ts'
import { AppError, type ErrorCode } from '#lib/domain/errors.ts'
import { publicContext, requireContext } from '#lib/http/context-of.ts'
import { problemOf, retryHeaders } from '#lib/http/problem-of.ts'
import { readJson } from '#lib/http/read-body.ts'
import { refuseTexts } from '#lib/http/refuse-texts.ts'
import type { Parsing, RouteContext } from '#lib/http/route.ts'
import { requireCapability, type WebContext } from '#lib/services/context.ts'
import { requireQuota } from '#lib/services/training/charge-ingest.ts'

type Params = Awaited<RouteContext['params']>
type Handler = (request: Request, route: RouteContext) => Promise<Response>

/**
 * Status and code of each error. Clients send again what ended with 408, 425, 429 or 5xx, for minutes: what would
 * fail again, a used-up quota too, is 400.
 */
const ERRORS = {
  invalid: [400, 'INVALID_PARAMETER_VALUE'],
  precondition: [400, 'INVALID_STATE'],
  conflict: [400, 'RESOURCE_ALREADY_EXISTS'],
  limit: [400, 'RESOURCE_LIMIT_EXCEEDED'],
  'too-large': [400, 'INVALID_PARAMETER_VALUE'],
  unauthenticated: [401, 'UNAUTHENTICATED'],
  forbidden: [403, 'PERMISSION_DENIED'],
  'not-found': [404, 'RESOURCE_DOES_NOT_EXIST'],
  unavailable: [503, 'TEMPORARILY_UNAVAILABLE'],
  internal: [500, 'INTERNAL_ERROR'],
} as const satisfies Record<ErrorCode, readonly [number, string]>

const answer = (value: unknown, status: number, requestId: string): Response =>
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
      const params = await route.params
      refuseTexts({ ...queryOf(request), ...params })
      return await work(await contextByToken(request, base), request, params)
    } catch (error) {
      const problem = problemOf(error, base.requestId)
      const [status, code] = ERRORS[problem.code]
      const response = answer({ error_code: code, message: problem.message }, status, base.requestId)
      for (const [name, value] of Object.entries(retryHeaders(problem.code)))
        response.headers.set(name, value)
      return response
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

/** A thousand metrics of four fields each, with room. */
const BODY = { bytes: MLFLOW_BODY_MAX, values: 20_000 }

// In protobuf's JSON a null is a field that is not set.
const withoutNulls = (body: object): object =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null))

/**
 * A route of MLflow's protocol over one verb, which parses its input and builds the answer. The right, and the quota
 * of what logs, come before the body.
 */
export function mlflow(endpoint: Endpoint, verb: Parsing<WebContext, unknown>): Handler {
  const rights = rightsOf(endpoint)
  return handleMlflow(async (ctx, request, params) => {
    for (const right of rights) requireCapability(ctx, right)
    if (rights.includes('training.log'))
      await requireQuota(ctx.db, ctx.actor, { points: 0, bytes: 1, requests: 1 })
    const sent = request.method === 'GET' ? queryOf(request) : withoutNulls(await readJson(request, BODY))
    return answer(await verb({ ctx, input: { ...sent, ...params } }), 200, ctx.requestId)
  })
}

/** What MLflow's own server has and this one does not: not implemented, in words that say what to do instead. */
const LEFT_OUT = [
  [
    'registered-models',
    'a registry of models. Packs and results are the record of what was trained on and how it did.',
  ],
  [
    'model-versions',
    'a registry of models. Packs and results are the record of what was trained on and how it did.',
  ],
  ['traces', 'traces. Send what a learner did as rollouts: POST /api/v1/training/{id}/rollouts.'],
  ['assessments', 'assessments of traces. Send what a learner did as rollouts.'],
  ['prompts', 'prompts of GenAI.'],
  ['webhooks', 'webhooks of MLflow.'],
] as const

/** For what this server does not offer: a code, never a page. Clients read 404 and 501 as "this server cannot". */
export const mlflowUnknown: Handler = async (request) => {
  const { pathname } = new URL(request.url)
  const { requestId } = publicContext()
  const parts = pathname.split('/')
  const left = LEFT_OUT.find(([name]) => parts.includes(name))
  if (left !== undefined) {
    const message = `This server does not keep ${left[1]} The training run continues without it.`
    return answer({ error_code: 'NOT_IMPLEMENTED', message }, 501, requestId)
  }
  const message = `This server does not offer ${pathname}. It takes experiments, runs, metrics, params, tags, logged models, data sets and artifacts.`
  return answer({ error_code: 'ENDPOINT_NOT_FOUND', message }, 404, requestId)
}
