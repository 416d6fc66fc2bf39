import { z } from 'zod'
import type { ApiSpec } from '#lib/contracts/api-spec.ts'
import { API_SPECS } from '#lib/contracts/api-specs.ts'
import { MlflowError } from '#lib/contracts/mlflow-answers.ts'
import { Problem } from '#lib/contracts/problem.ts'

type Json = Record<string, unknown>

/** What travels over the wire: inputs before parsing, outputs after. Unions of both directions become `any`. */
const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}

const json = (schema: Json): Json => ({ content: { 'application/json': { schema } } })

const UUID = { type: 'string', format: 'uuid' }
/** Resources that a path names by id or slug. */
const BY_SLUG = /\/(?:environments|seeds)\/\{id\}/

/** What a part of a path may be; whatever else is refused by the route's own parser. */
function pathSchema(path: string, name: string): Json {
  if (name === 'n') return { type: 'string', pattern: '^(\\d{1,9}|latest)$' }
  if (path.includes('/experiments/{id}')) return { type: 'string', pattern: '^[1-9]\\d{0,9}$' }
  if (path.startsWith('/api/v1') && /^(?:id|\w+Id)$/.test(name) && name !== 'viewId')
    return name === 'id' && BY_SLUG.test(path) ? { type: 'string', maxLength: 80 } : UUID
  return { type: 'string' }
}

/** MLflow's clients read errors in a form of their own. */
const errorOf = (path: string): string => (/^\/api\/[23]\.0\/mlflow/.test(path) ? 'MlflowError' : 'Problem')

function parametersOf(spec: ApiSpec): Json[] {
  const inPath = [...spec.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: pathSchema(spec.path, name ?? ''),
  }))
  if (spec.query === undefined) return inPath
  const { properties = {}, required = [] } = schemaOf(spec.query, 'input') as {
    properties?: Record<string, Json>
    required?: string[]
  }
  const inQuery = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
  return [...inPath, ...inQuery]
}

const inCamelCase = (path: string): string =>
  path
    .split(/[^A-Za-z0-9]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')

function operationOf(spec: ApiSpec): Json {
  const content =
    typeof spec.response === 'string'
      ? { content: { [spec.response]: {} } }
      : json(schemaOf(spec.response, 'output'))
  return {
    summary: spec.summary,
    operationId: `${spec.method.toLowerCase()}${inCamelCase(spec.path)}`,
    parameters: parametersOf(spec),
    ...(spec.body === undefined
      ? {}
      : { requestBody: { required: true, ...json(schemaOf(spec.body, 'input')) } }),
    responses: {
      [String(spec.status ?? 200)]: { description: spec.summary, ...content },
      default: {
        description: 'A problem, with a code and a next step',
        ...json({ $ref: `#/components/schemas/${errorOf(spec.path)}` }),
      },
    },
    security: spec.open ? [] : [{ token: [] }, { session: [] }],
  }
}

/** The OpenAPI 3.1 description, generated from the schemas that the routes parse with. */
export function openApi(): Json {
  const paths: Record<string, Json> = {}
  for (const spec of API_SPECS)
    paths[spec.path] = { ...paths[spec.path], [spec.method.toLowerCase()]: operationOf(spec) }
  return {
    openapi: '3.1.0',
    info: { title: 'SandMLE Studio', version: '1' },
    paths,
    components: {
      schemas: { Problem: schemaOf(Problem, 'output'), MlflowError: schemaOf(MlflowError, 'output') },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'better-auth.session_token' },
      },
    },
  }
}
