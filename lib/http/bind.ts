import {
  type AnswerOf,
  type Endpoint,
  type Endpoints,
  type InputOf,
  rightsOf,
} from '#lib/contracts/endpoint.ts'
import { type CommandOptions, command, type Handler, type Parsing, route } from '#lib/http/route.ts'
import type { WebContext } from '#lib/services/context.ts'

/** A verb of lib/services that speaks the types of an endpoint. */
type VerbOf<E extends Endpoint, Ctx> = (call: { ctx: Ctx; input: InputOf<E> }) => Promise<AnswerOf<E>>
/** What a route does beside its verb. */
type Options<Out> = Omit<CommandOptions<Out>, 'limit'>
/** A verb; a handler where the answer is not JSON of a verb, or the body is a file. */
type Binding<E extends Endpoint> =
  | VerbOf<E, WebContext>
  | ({ verb: VerbOf<E, WebContext> } & Options<AnswerOf<E>>)
  | { handler: Handler }

/** An endpoint with what answers it, and its verb where it is one. */
export type Bound = {
  endpoint: Endpoint
  path: string
  handler: Handler
  verb: Parsing<WebContext, unknown> | null
}

/** A verb for what comes over the wire, of which nothing is known before the verb has parsed it. */
export const parsing =
  <E extends Endpoint, Ctx, Out>(
    _endpoint: E,
    verb: (call: { ctx: Ctx; input: InputOf<E> }) => Promise<Out>,
  ): Parsing<Ctx, Out> =>
  ({ ctx, input }) =>
    verb({ ctx, input: input as InputOf<E> })

const hasBody = ({ method }: Endpoint): boolean => method !== 'GET' && method !== 'DELETE'

function serve<Out>(endpoint: Endpoint, verb: Parsing<WebContext, Out>, options: Options<Out>): Handler {
  const { status = endpoint.status, ...more } = options
  if (!hasBody(endpoint)) return route(verb, { status })
  return command(rightsOf(endpoint), verb, { ...more, status, limit: endpoint.limit })
}

function bound<E extends Endpoint>(endpoint: E, binding: Binding<E>, toHandler: typeof serve): Bound {
  const of = { endpoint, path: endpoint.path }
  if ('handler' in binding) return { ...of, verb: null, handler: binding.handler }
  const { verb: typed, ...options } = typeof binding === 'function' ? { verb: binding } : binding
  const verb = parsing(endpoint, typed)
  return { ...of, verb, handler: toHandler(endpoint, verb, options) }
}

/**
 * The endpoints of a resource with what answers each: one without an answer does not compile, nor does a verb of other
 * types.
 */
export function bind<const All extends Endpoints>(
  endpoints: All,
  bindings: { readonly [Name in keyof All]: Binding<All[Name]> },
  toHandler: typeof serve = serve,
): Bound[] {
  return Object.entries(endpoints).map(([name, endpoint]) => {
    const binding = bindings[name]
    if (binding === undefined) throw new Error(`${endpoint.method} ${endpoint.path} has no handler.`)
    return bound(endpoint, binding, toHandler)
  })
}

/** Endpoints that one handler answers. */
export const bindAll = (endpoints: readonly Endpoint[], handler: Handler): Bound[] =>
  endpoints.map((endpoint) => ({ endpoint, path: endpoint.path, handler, verb: null }))
