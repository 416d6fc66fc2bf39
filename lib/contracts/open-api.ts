import { z } from 'zod'
import { API_SPECS, type ApiSpec } from '#lib/contracts/api-specs.ts'
import { Problem } from '#lib/contracts/problem.ts'

type Json = Record<string, unknown>

/** What travels over the wire: inputs before parsing, outputs after. Unions of both directions become `any`. */
const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}

const json = (schema: Json): Json => ({ content: { 'application/json': { schema } } })

function parametersOf(spec: ApiSpec): Json[] {
  const inPath = [...spec.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
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

function operationOf(spec: ApiSpec): Json {
  const content =
    typeof spec.response === 'string'
      ? { content: { [spec.response]: {} } }
      : json(schemaOf(spec.response, 'output'))
  return {
    summary: spec.summary,
    operationId: `${spec.method.toLowerCase()}${spec.path.replace(/[^A-Za-z0-9]+(\w)/g, (_, letter: string) => letter.toUpperCase()).replace(/[^A-Za-z0-9]/g, '')}`,
    parameters: parametersOf(spec),
    ...(spec.body === undefined
      ? {}
      : { requestBody: { required: true, ...json(schemaOf(spec.body, 'input')) } }),
    responses: {
      [String(spec.status ?? 200)]: { description: spec.summary, ...content },
      default: {
        description: 'A problem, with a code and a next step',
        ...json({ $ref: '#/components/schemas/Problem' }),
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
      schemas: { Problem: schemaOf(Problem, 'output') },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'better-auth.session_token' },
      },
    },
  }
}
