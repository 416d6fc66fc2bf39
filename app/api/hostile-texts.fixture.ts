import { z } from 'zod'
import { ENDPOINTS } from '#lib/contracts/api.ts'
import { type Endpoint, namesIn } from '#lib/contracts/endpoint.ts'

/** Where a text enters: a part of a request, the way to it, and the request around it as far as the schema tells it. */
export type Door = {
  spec: Endpoint
  part: 'path' | 'query' | 'body'
  /** Names and indices from the part to the text; the last is the key itself where a key is the text. */
  way: readonly (string | number)[]
  isKey: boolean
}

/** The parts of JSON Schema that our own schemas come out as. */
type Schema = {
  type?: string
  const?: unknown
  enum?: readonly unknown[]
  format?: string
  pattern?: string
  minLength?: number
  minimum?: number
  minItems?: number
  anyOf?: readonly Schema[]
  oneOf?: readonly Schema[]
  properties?: Readonly<Record<string, Schema>>
  required?: readonly string[]
  items?: Schema
  propertyNames?: Schema
  additionalProperties?: Schema | boolean
}
const schemaOf = (type: z.ZodType): Schema =>
  z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' }) as Schema
const choices = (schema: Schema): readonly Schema[] => schema.anyOf ?? schema.oneOf ?? []
const recordValue = ({ additionalProperties }: Schema): Schema | null =>
  typeof additionalProperties === 'object' ? additionalProperties : null

function* textsOf(schema: Schema, way: Door['way']): Generator<Pick<Door, 'way' | 'isKey'>> {
  if (schema.type === 'string') yield { way, isKey: false }
  for (const choice of choices(schema)) yield* textsOf(choice, way)
  for (const [name, inner] of Object.entries(schema.properties ?? {})) yield* textsOf(inner, [...way, name])
  if (schema.items) yield* textsOf(schema.items, [...way, 0])
  const value = recordValue(schema)
  if (value === null) return
  yield { way: [...way, 'key'], isKey: true }
  yield* textsOf(value, [...way, 'key'])
}

/** Every place of every route where a text enters, once. */
export function allDoors(): Door[] {
  const doors = ENDPOINTS.flatMap((spec): Door[] => {
    const found = (part: 'query' | 'body', type: z.ZodType | 'file' | undefined): Door[] =>
      type === undefined || type === 'file'
        ? []
        : [...textsOf(schemaOf(type), [])].map((one) => ({ spec, part, ...one }))
    const inPath = namesIn(spec.path).map((name): Door => ({ spec, part: 'path', way: [name], isKey: false }))
    return [...inPath, ...found('query', spec.query), ...found('body', spec.body)]
  })
  return [...new Map(doors.map((door) => [titleOf(door), door])).values()]
}

export const titleOf = ({ spec, part, way, isKey }: Door): string =>
  `${spec.method} ${spec.path.replace('{+', '{')} ${part} ${way.join('.')}${isKey ? ' (name)' : ''}`

const WORDS: Readonly<Record<string, string>> = {
  uuid: '01a208d2-be60-74ab-9b5c-6f53eba29461',
  email: 'a@example.org',
  uri: 'http://127.0.0.1:9/v1',
}

/** A small value that the schema takes, as far as it tells. */
export function sampleOf(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const [choice] = choices(schema)
  if (choice) return sampleOf(choice)
  if (schema.type === 'string') return textLike(schema)
  if (schema.type === 'integer' || schema.type === 'number') return Math.max(1, schema.minimum ?? 1)
  if (schema.type === 'boolean') return false
  if (schema.type === 'array') return schema.items ? [sampleOf(schema.items)] : []
  if (schema.type !== 'object') return null
  const entries = Object.entries(schema.properties ?? {})
  return Object.fromEntries(
    entries
      .filter(([name]) => schema.required?.includes(name))
      .map(([name, inner]) => [name, sampleOf(inner)]),
  )
}

function textLike({ format, pattern, minLength = 1 }: Schema): string {
  const known = WORDS[format ?? '']
  if (known) return known
  const tries = ['a'.repeat(Math.max(12, minLength)), '1', 'a'.repeat(64), 'v1', 'aaaaaaaa']
  return tries.find((one) => pattern === undefined || new RegExp(pattern, 'u').test(one)) ?? 'a'
}

function put(within: unknown, schema: Schema, door: Door, text: string, at = 0): unknown {
  const step = door.way[at]
  if (step === undefined) return text
  if (door.isKey && at === door.way.length - 1) return { [`key${text}`]: sampleOf(recordValue(schema) ?? {}) }
  if (typeof step === 'number') return [put(null, schema.items ?? itemsIn(schema), door, text, at + 1)]
  const inner = schema.properties?.[step] ?? recordValue(schema) ?? propertyIn(schema, step)
  const before = typeof within === 'object' && within !== null && !Array.isArray(within) ? within : {}
  const whole = { ...(sampleOf(objectIn(schema, step)) as object), ...before }
  return { ...whole, [step]: put(null, inner, door, text, at + 1) }
}
const itemsIn = (schema: Schema): Schema => choices(schema).find(({ items }) => items)?.items ?? {}
const objectIn = (schema: Schema, step: string): Schema =>
  choices(schema).find(({ properties }) => properties?.[step] !== undefined) ?? schema
const propertyIn = (schema: Schema, step: string): Schema => objectIn(schema, step).properties?.[step] ?? {}

/** A part of a request with the text at its door; without one, as it would be. */
export function partOf(
  type: z.ZodType | 'file' | undefined,
  door: Door,
  part: Door['part'],
  text: string,
): unknown {
  if (type === undefined || type === 'file') return undefined
  const schema = schemaOf(type)
  const sample = sampleOf(schema)
  return door.part === part ? put(sample, schema, door, text) : sample
}
