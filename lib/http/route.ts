import { HTTP_STATUS, invalid } from '#lib/domain/errors.ts'
import { publicContext, requireContext } from '#lib/http/context-of.ts'
import { guardOrigin } from '#lib/http/guard-origin.ts'
import { problemOf } from '#lib/http/problem-of.ts'
import { readText } from '#lib/http/read-text.ts'
import type { PublicContext, WebContext } from '#lib/services/context.ts'

/** Room for a thousand rollouts with their programs and conversations. */
const MAX_BODY_BYTES = 64 * 2 ** 20

type Params = Record<string, string | string[] | undefined>
export type RouteContext = { params: Promise<Params> }
/** A verb of lib/services: it parses its own input. */
type Verb<Ctx, Out> = (call: { ctx: Ctx; input: never }) => Promise<Out>
type Handler = (request: Request, route: RouteContext) => Promise<Response>

/** Database integers may pass 2^53: they travel as strings. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part))

const respond = (value: unknown, status: number, requestId: string): Response =>
  new Response(toJson(value), {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-request-id': requestId },
  })

async function bodyOf(request: Request): Promise<object> {
  if (request.method === 'GET' || request.method === 'HEAD') return {}
  const text = await readText(request, MAX_BODY_BYTES)
  if (text === '') return {}
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw invalid('The body is not JSON.')
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw invalid('The body must be a JSON object.')
  return body
}

/** Query, then body, then path: the path always wins. */
async function inputOf(request: Request, params: Params): Promise<object> {
  const query = Object.fromEntries(new URL(request.url).searchParams)
  return { ...query, ...(await bodyOf(request)), ...params }
}

/** Wraps a handler: host and origin guard, session or token, and one form of error with a request id. */
export function handle(
  work: (ctx: WebContext, request: Request, params: Params) => Promise<Response>,
): Handler {
  return async (request, route) => {
    const base = publicContext()
    try {
      guardOrigin(request)
      return await work(await requireContext(request.headers, base), request, await route.params)
    } catch (error) {
      const problem = problemOf(error, base.requestId)
      return respond({ error: problem }, HTTP_STATUS[problem.code], base.requestId)
    }
  }
}

type Options<Out> = { status?: (output: Out) => number }

/** A JSON route over one verb; the verb checks rights and input. */
export function route<Out>(verb: Verb<WebContext, Out>, options: Options<Out> = {}): Handler {
  return handle(async (ctx, request, params) => {
    const output = await verb({ ctx, input: (await inputOf(request, params)) as never })
    return respond(output, options.status?.(output) ?? 200, ctx.requestId)
  })
}

/** A JSON route for people without an account yet. `after` may set cookies. */
export function publicRoute<Out>(
  verb: Verb<PublicContext, Out>,
  after: (output: Out, input: object) => Promise<Headers> = async () => new Headers(),
): Handler {
  return async (request, route) => {
    const ctx = publicContext()
    try {
      guardOrigin(request)
      const input = await inputOf(request, await route.params)
      const output = await verb({ ctx, input: input as never })
      const response = respond(output, 200, ctx.requestId)
      for (const cookie of (await after(output, input)).getSetCookie())
        response.headers.append('set-cookie', cookie)
      return response
    } catch (error) {
      const problem = problemOf(error, ctx.requestId)
      return respond({ error: problem }, HTTP_STATUS[problem.code], ctx.requestId)
    }
  }
}
