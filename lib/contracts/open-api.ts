import { z } from 'zod'
import { ENDPOINTS } from '#lib/contracts/api.ts'
import { type Endpoint, namesIn, plainPath } from '#lib/contracts/endpoint.ts'
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

function parametersOf({ path, query }: Endpoint): Json[] {
  const inPath = namesIn(path).map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: pathSchema(path, name),
  }))
  if (query === undefined) return inPath
  const { properties = {}, required = [] } = schemaOf(query, 'input') as {
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

const requestOf = ({ body }: Endpoint): Json => {
  if (body === undefined) return {}
  const content =
    body === 'file' ? { content: { 'application/octet-stream': {} } } : json(schemaOf(body, 'input'))
  return { requestBody: { required: true, ...content } }
}

function operationOf(endpoint: Endpoint): Json {
  const { method, summary, response, status = 200 } = endpoint
  const path = plainPath(endpoint)
  const content =
    typeof response === 'string' ? { content: { [response]: {} } } : json(schemaOf(response, 'output'))
  return {
    summary,
    operationId: `${method.toLowerCase()}${inCamelCase(path)}`,
    parameters: parametersOf(endpoint),
    ...requestOf(endpoint),
    responses: {
      [String(status)]: { description: summary, ...content },
      default: {
        description: 'A problem, with a code and a next step',
        ...json({ $ref: `#/components/schemas/${errorOf(path)}` }),
      },
    },
    security: endpoint.open ? [] : [{ token: [] }, { session: [] }],
  }
}

/** The OpenAPI 3.1 description, generated from the schemas that the routes parse with. */
export function openApi(): Json {
  const paths: Record<string, Json> = {}
  for (const endpoint of ENDPOINTS) {
    const path = plainPath(endpoint)
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operationOf(endpoint) }
  }
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
