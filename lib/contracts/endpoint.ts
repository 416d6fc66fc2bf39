import type { z } from 'zod'
import type { Capability } from '#lib/domain/capabilities.ts'

/** What a body may hold at most: bytes, and values, as a small body of many costs more than a large one of few. */
export type BodyLimit = {
  bytes: number
  values: number
  /** Milliseconds until it must have arrived. */
  readMs?: number
}

/**
 * An endpoint of the API. It is declared once, beside the schemas that it speaks; its route, its description, the
 * clients of pages and command line, query keys, the test of rights and the types of its verb derive from it.
 */
export type Endpoint = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** As in OpenAPI: parameters in braces; `{+path}` takes the rest of an address, with its slashes. */
  path: `/${string}`
  summary: string
  /** What it takes to call it, all of it; null for anybody who is signed in. */
  right: Capability | readonly Capability[] | null
  /** Open to people without an account or token. */
  open?: true
  query?: z.ZodObject
  /** `file`: the body is the bytes of a file. */
  body?: z.ZodType | 'file'
  /** Where a small body is not enough. */
  limit?: BodyLimit
  /** Schema of the answer, or the media type of one that is not JSON. */
  response: z.ZodType | string
  status?: number
}
/** The endpoints of one resource by name. */
export type Endpoints = Readonly<Record<string, Endpoint>>

/** Names of the parameters of a path. */
type NameIn<Path> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `+${infer Whole}` ? Whole : Name) | NameIn<Rest>
  : never
/** No field at all would forbid those of the path. */
type Fields<T> = T extends Record<string, never> ? unknown : T
type QueryOf<E> = E extends { query: z.ZodType } ? Fields<z.input<E['query']>> : unknown
type BodyOf<E> = E extends { body: z.ZodType } ? Fields<z.input<E['body']>> : unknown

/** What an address of an endpoint is made of: text, of which the server says what is wrong with it. */
export type PlaceOf<E extends Endpoint> = { [Name in NameIn<E['path']>]: string | number } & TextIn<
  QueryOf<E>
>
type TextIn<Query> = { [Name in keyof Query]: Text<Query[Name]> }
type Text<Value> = Value extends string ? string : Value

/** What a client sends: the parts of the address and the fields of the body, which no endpoint gives the same name. */
export type SentTo<E extends Endpoint> = PlaceOf<E> & BodyOf<E>
/** The same as it reaches the verb: what an address holds is text, the rest of one a list of its parts. */
export type InputOf<E extends Endpoint> = { [Name in NameIn<E['path']>]: string } & QueryOf<E> & BodyOf<E>
/** What an endpoint answers in JSON. */
export type AnswerOf<E> = E extends { response: z.ZodType } ? z.output<E['response']> : never

/** An argument that may be left out where nothing in it must be given. */
export type Given<T> = Record<never, never> extends T ? [given?: T] : [given: T]

/** All that it takes to call an endpoint. */
export const rightsOf = ({ right }: Endpoint): readonly Capability[] => (right === null ? [] : [right].flat())

const PARAMETER = /\{(\+?)(\w+)\}/g
const partOf = (text: string, isRest: boolean): string =>
  isRest ? text.split('/').map(encodeURIComponent).join('/') : encodeURIComponent(text)

/** The names that an endpoint's path holds, in their order. */
export const namesIn = (path: string): string[] =>
  [...path.matchAll(PARAMETER)].map(([, , name = '']) => name)

/** A path as OpenAPI writes it, which knows no parameter that takes several parts. */
export const plainPath = ({ path }: Pick<Endpoint, 'path'>): string => path.replace('{+', '{')

/** Everything of `given` that is no part of the path: the query, or the body where the endpoint takes JSON. */
function restOf({ path }: Endpoint, given: object): [string, unknown][] {
  const names = namesIn(path)
  return Object.entries(given).filter(([name, value]) => value !== undefined && !names.includes(name))
}

/** The address of an endpoint, of values that fit its path and query. */
export function addressAt(endpoint: Endpoint, values: object): string {
  const given: Readonly<Record<string, unknown>> = { ...values }
  const path = endpoint.path.replace(PARAMETER, (_, rest: string, name: string) =>
    partOf(String(given[name]), rest !== ''),
  )
  if (typeof endpoint.body === 'object') return path
  const query = restOf(endpoint, given).filter(([, value]) => value !== '')
  if (query.length === 0) return path
  return `${path}?${new URLSearchParams(query.map(([name, value]) => [name, String(value)]))}`
}

/** The address of an endpoint. */
export const addressOf = <const E extends Endpoint>(endpoint: E, ...[place]: Given<PlaceOf<E>>): string =>
  addressAt(endpoint, { ...place })

/** The fields of a JSON body; null where the endpoint takes none. */
export const bodyOf = (endpoint: Endpoint, values: object): object | null =>
  typeof endpoint.body === 'object' ? Object.fromEntries(restOf(endpoint, values)) : null

const BEFORE_NAMES = /^\/api(?:\/v1)?\//

/** The key of an answer, of values that fit path and query. */
export function keyAt(endpoint: Endpoint, values: object): unknown[] {
  const given: Readonly<Record<string, unknown>> = { ...values }
  const parts = endpoint.path
    .replace(BEFORE_NAMES, '')
    .split('/')
    .map((part) => {
      const [name] = namesIn(part)
      return name === undefined ? part : String(given[name])
    })
  const query = restOf(endpoint, given)
  return query.length === 0 ? parts : [...parts, Object.fromEntries(query)]
}

/**
 * The key under which a client caches an answer: the parts of its path, then the query. A key without its last parts
 * stands for everything below it, as a list does for its rows.
 */
export const keyOf = <const E extends Endpoint>(endpoint: E, ...[place]: Given<PlaceOf<E>>): unknown[] =>
  keyAt(endpoint, { ...place })
