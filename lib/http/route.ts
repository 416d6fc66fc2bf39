import type { BodyLimit } from '#lib/contracts/endpoint.ts'
import { PERSON_HEADER } from '#lib/contracts/person-header.ts'
import type { Capability } from '#lib/domain/capabilities.ts'
import { HTTP_STATUS, notFound } from '#lib/domain/errors.ts'
import { publicContext, requireContext } from '#lib/http/context-of.ts'
import { guardHost, guardOrigin, guardPage } from '#lib/http/guard-origin.ts'
import { problemOf, retryHeaders } from '#lib/http/problem-of.ts'
import { readJson, SMALL_BODY, type Texts, TINY_BODY } from '#lib/http/read-body.ts'
import { refuseTexts } from '#lib/http/refuse-texts.ts'
import { type PublicContext, requireCapability, type WebContext } from '#lib/services/context.ts'
import { requireSamePerson } from '#lib/services/people/require-same-person.ts'

type Params = Record<string, string | string[] | undefined>
export type RouteContext = { params: Promise<Params> }
/** A verb of lib/services by what a route knows of it: nothing of its input, which it parses itself. */
export type Parsing<Ctx, Out> = (call: { ctx: Ctx; input: object }) => Promise<Out>
export type Handler = (request: Request, route: RouteContext) => Promise<Response>

/** Database integers may pass 2^53: they travel as strings. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part))

const respond = (value: unknown, status: number, requestId: string): Response =>
  new Response(toJson(value), {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-request-id': requestId },
  })

const queryOf = (request: Request): object => Object.fromEntries(new URL(request.url).searchParams)

/** The parameters of an address, whose texts can be stored. */
async function paramsOf(request: Request, route: RouteContext): Promise<Params> {
  const params = await route.params
  refuseTexts({ ...queryOf(request), ...params })
  return params
}

/** An answer to what was refused. */
export const refusalOf = (error: unknown, requestId: string): Response => {
  const problem = problemOf(error, requestId)
  const response = respond({ error: problem }, HTTP_STATUS[problem.code], requestId)
  for (const [name, value] of Object.entries(retryHeaders(problem.code))) response.headers.set(name, value)
  return response
}

const isWrite = ({ method }: Request): boolean => method !== 'GET' && method !== 'HEAD'

/** Wraps a handler: host and origin guard, session or token, whose page it is, and one form of error with a request id. */
export function handle(
  work: (ctx: WebContext, request: Request, params: Params) => Promise<Response>,
): Handler {
  return async (request, route) => {
    const base = publicContext()
    try {
      guardOrigin(request)
      const params = await paramsOf(request, route)
      const ctx = await requireContext(request.headers, base)
      if (isWrite(request))
        await requireSamePerson({ ctx, input: request.headers.get(PERSON_HEADER) ?? undefined })
      return await work(ctx, request, params)
    } catch (error) {
      return refusalOf(error, base.requestId)
    }
  }
}

/** What came with a request, for a verb that parses it: the path always wins. */
const together = (sent: { query?: object; body?: object; params?: object }): object => ({
  ...sent.query,
  ...sent.body,
  ...sent.params,
})

type Options<Out> = { status?: number | ((output: Out) => number) | undefined }
const statusOf = <Out>({ status = 200 }: Options<Out>, output: Out): number =>
  typeof status === 'number' ? status : status(output)

/** A JSON route over one verb that needs no body, and reads none; the verb checks rights and input. */
export function route<Out>(verb: Parsing<WebContext, Out>, options: Options<Out> = {}): Handler {
  return handle(async (ctx, request, params) => {
    const output = await verb({ ctx, input: together({ query: queryOf(request), params }) })
    return respond(output, statusOf(options, output), ctx.requestId)
  })
}

export type CommandOptions<Out> = Options<Out> & {
  limit?: BodyLimit | undefined
  texts?: Texts
  /** Throws where the caller has no room left, whatever the body says. */
  admit?: (call: { ctx: WebContext; params: Params }) => Promise<void>
}

/**
 * A JSON route over one verb that takes a body. Not a byte of it is read before the right, which the verb checks
 * again, and the quota.
 */
export function command<Out>(
  rights: readonly Capability[],
  verb: Parsing<WebContext, Out>,
  { limit = SMALL_BODY, texts, admit, ...options }: CommandOptions<Out> = {},
): Handler {
  return handle(async (ctx, request, params) => {
    for (const right of rights) requireCapability(ctx, right)
    await admit?.({ ctx, params })
    const body = await readJson(request, limit, texts)
    const output = await verb({ ctx, input: together({ query: queryOf(request), body, params }) })
    return respond(output, statusOf(options, output), ctx.requestId)
  })
}

/** A JSON route for people without an account yet: its body is tiny. `after` may set cookies. */
export function publicRoute<Out>(
  verb: Parsing<PublicContext, Out>,
  after: (output: Out, input: object) => Promise<Headers> = async () => new Headers(),
): Handler {
  return async (request) => {
    const ctx = publicContext()
    try {
      guardPage(request)
      const input = await readJson(request, TINY_BODY)
      const output = await verb({ ctx, input })
      const response = respond(output, 200, ctx.requestId)
      for (const cookie of (await after(output, input)).getSetCookie())
        response.headers.append('set-cookie', cookie)
      return response
    } catch (error) {
      return refusalOf(error, ctx.requestId)
    }
  }
}

/** A reading route that is open to everybody who calls this server by its name. */
export function openRoute(work: () => Promise<Response> | Response): Handler {
  return async (request) => {
    const { requestId } = publicContext()
    try {
      guardHost(request)
      return await work()
    } catch (error) {
      return refusalOf(error, requestId)
    }
  }
}

/** For addresses below /api that this server does not have: 404 in the form of every other refusal, never a page. */
export const unknownRoute: Handler = async (request) => {
  const { requestId } = publicContext()
  try {
    guardHost(request)
    throw notFound('address', new URL(request.url).pathname)
  } catch (error) {
    const response = refusalOf(error, requestId)
    response.headers.set('content-type', 'application/problem+json')
    return response
  }
}
