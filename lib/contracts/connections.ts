import { z } from 'zod'
import type { Endpoints } from '#lib/contracts/endpoint.ts'
import { Permission, Time } from '#lib/contracts/paging.ts'
import { CONNECTION_CHECKS } from '#lib/domain/exchange.ts'
import { PROVIDER_KINDS, STRUCTURED_OUTPUTS } from '#lib/domain/ports/language-model.ts'
import { trimEndOf } from '#lib/domain/scan-text.ts'
import { Line } from '#lib/domain/text.ts'

/** Highest price that is taken for a typing error: 100,000 USD for a million tokens. */
const MAX_PRICE = 100_000_000_000
const Price = z.int().min(0).max(MAX_PRICE)

/** Model -> micro-dollars for a million tokens. Zero is a price: that of a server of one's own. */
export const Prices = z.record(
  Line.trim().min(1).max(200),
  z.strictObject({ inputMicroUsd: Price, outputMicroUsd: Price }),
)
export type Prices = z.infer<typeof Prices>

/** Names appear in command lines as ROLE=NAME/MODEL,...: without their separators. */
const Name = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}$/, 'takes letters, digits, spaces, dots and dashes')

const BaseUrl = z
  .url({ protocol: /^https?$/, error: 'is not an http or https address' })
  .max(500)
  .refine((text) => {
    if (!URL.canParse(text)) return true
    const { username, password, search, hash } = new URL(text)
    return username === '' && password === '' && search === '' && hash === ''
  }, 'holds a user, a query or a fragment; give the key as the key')
  .transform((text) => trimEndOf(text, '/'))

const fields = {
  name: Name,
  kind: z.enum(PROVIDER_KINDS),
  /** With the version part: `https://api.example.org/v1`. */
  baseUrl: BaseUrl,
  /** Null where the server wants none. */
  apiKey: Line.trim().min(1).max(1000).nullable(),
  structuredOutput: z.enum(STRUCTURED_OUTPUTS),
  /** Lets this connection reach loopback and private networks. */
  allowPrivate: z.boolean(),
  prices: Prices,
  /** Hard cap over all runs; null: none. */
  capMicroUsd: z.int().min(0).nullable(),
}

export const CreateConnectionInput = z.strictObject({
  name: fields.name,
  kind: fields.kind,
  baseUrl: fields.baseUrl,
  apiKey: fields.apiKey.default(null),
  structuredOutput: fields.structuredOutput.default('none'),
  allowPrivate: fields.allowPrivate.default(false),
  prices: fields.prices.default({}),
  capMicroUsd: fields.capMicroUsd.default(null),
})
export type CreateConnectionInput = z.input<typeof CreateConnectionInput>

/** What is left out stays; `apiKey: null` removes the key, `enabled: true` takes a disabled connection back. */
export const UpdateConnectionBody = z.strictObject({ ...fields, enabled: z.literal(true) }).partial()
export type UpdateConnectionBody = z.input<typeof UpdateConnectionBody>
export const ConnectionParams = z.object({ id: z.uuid() })
export const UpdateConnectionInput = UpdateConnectionBody.extend(ConnectionParams.shape)

/** A connection as people see it: never its key. */
export const ConnectionView = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  /** What the last check said, or that the connection is disabled. */
  status: z.enum([...CONNECTION_CHECKS, 'disabled']),
  kind: z.enum(PROVIDER_KINDS),
  baseUrl: z.string(),
  /** Last characters of the key; null where there is none. */
  keyHint: z.string().nullable(),
  structuredOutput: z.enum(STRUCTURED_OUTPUTS),
  allowPrivate: z.boolean(),
  prices: Prices,
  capMicroUsd: z.int().nullable(),
  spentMicroUsd: z.int(),
  reservedMicroUsd: z.int(),
  /** As the last check listed them. */
  models: z.array(z.string()),
  checkMessage: z.string().nullable(),
  checkedAt: Time.nullable(),
  createdByName: z.string(),
  createdAt: Time,
})
export type ConnectionView = z.infer<typeof ConnectionView>
export const ConnectionList = z.object({
  connections: z.array(ConnectionView),
  can: z.object({ manage: Permission }),
})
export type ConnectionList = z.infer<typeof ConnectionList>

/** Connections to model providers. */
export const CONNECTIONS = {
  list: {
    method: 'GET',
    path: '/api/v1/connections',
    summary: 'Connections to model providers, without their keys',
    right: 'connection.read',
    response: ConnectionList,
  },
  create: {
    method: 'POST',
    path: '/api/v1/connections',
    summary: 'Add a connection; the key is sealed and never shown again',
    right: 'connection.manage',
    body: CreateConnectionInput,
    response: ConnectionView,
    status: 201,
  },
  update: {
    method: 'PATCH',
    path: '/api/v1/connections/{id}',
    summary: 'Change a connection; what is left out stays',
    right: 'connection.manage',
    body: UpdateConnectionBody,
    response: ConnectionView,
  },
  disable: {
    method: 'DELETE',
    path: '/api/v1/connections/{id}',
    summary: 'Take a connection out of use',
    right: 'connection.manage',
    response: ConnectionView,
  },
  check: {
    method: 'POST',
    path: '/api/v1/connections/{id}/check',
    summary: 'Have a worker list the models of a connection',
    right: 'connection.manage',
    response: ConnectionView,
    status: 202,
  },
} as const satisfies Endpoints
