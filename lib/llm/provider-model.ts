import { createAnthropic } from '@ai-sdk/anthropic'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import type { JSONSchema7 } from 'ai'
import { z } from 'zod'
import type { ModelConnection, ModelRequest } from '#lib/domain/ports/language-model.ts'
import { trimEndOf } from '#lib/domain/scan-text.ts'

type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>
export type ProviderModel = ReturnType<ReturnType<typeof createAnthropic>>
type CallOptions = Parameters<ProviderModel['doStream']>[0]

/** The header by which a client names its request to a provider, for the logs of both. */
export const TRACE_HEADER = 'x-client-request-id'

const ANTHROPIC_ROOT = 'https://api.anthropic.com'
const OPENAI_HOST = 'api.openai.com'
const Schema = z.custom<JSONSchema7>((value) => typeof value === 'object' && value !== null)

/** The connection's address as requests use it: no slash at the end, with the version part. */
export function baseOf(connection: ModelConnection): string {
  const base = trimEndOf(connection.baseUrl.trim(), '/')
  return connection.kind === 'anthropic' && base === ANTHROPIC_ROOT ? `${base}/v1` : base
}

/** OpenAI itself renamed the limit, and its newer models refuse the old name that everyone else keeps. */
function renameLimit({ max_tokens, ...body }: Record<string, unknown>): Record<string, unknown> {
  return { ...body, max_completion_tokens: max_tokens }
}

/**
 * The provider's model of the AI SDK. It is called by its own `doStream`, one request and no retry: the SDK's outer
 * functions would retry, parse JSON strictly and keep partial parses of long answers.
 */
export function providerModel(connection: ModelConnection, model: string, fetch: Fetch): ProviderModel {
  const baseURL = baseOf(connection)
  if (connection.kind === 'anthropic') {
    // An empty key, not an absent one: the SDK would take an absent one from the environment.
    return createAnthropic({ baseURL, apiKey: connection.apiKey ?? '', fetch })(model)
  }
  return createOpenAICompatible({
    name: 'provider',
    baseURL,
    fetch,
    includeUsage: true,
    supportsStructuredOutputs: connection.structuredOutput === 'json-schema',
    ...(connection.apiKey === null ? {} : { apiKey: connection.apiKey }),
    ...(new URL(baseURL).hostname === OPENAI_HOST ? { transformRequestBody: renameLimit } : {}),
  })(model)
}

function responseFormat({ connection, schema }: ModelRequest): CallOptions['responseFormat'] {
  if (schema === null || connection.structuredOutput === 'none') return undefined
  if (connection.structuredOutput === 'json-schema')
    return { type: 'json', name: schema.name, schema: Schema.parse(schema.schema) }
  // Anthropic knows no JSON without a schema; the instruction in the text stands alone there.
  return connection.kind === 'anthropic' ? undefined : { type: 'json' }
}

/** The request in the SDK's words. */
export function callOptions(request: ModelRequest, abortSignal: AbortSignal): CallOptions {
  const format = responseFormat(request)
  return {
    prompt: [
      ...(request.system === '' ? [] : [{ role: 'system' as const, content: request.system }]),
      ...request.messages.map(({ role, text }) => ({ role, content: [{ type: 'text' as const, text }] })),
    ],
    maxOutputTokens: request.maxOutputTokens,
    // The schema as an output format, never as a forced tool: the answer stays text on every path.
    providerOptions: { anthropic: { structuredOutputMode: 'outputFormat' } },
    abortSignal,
    ...(request.trace === undefined ? {} : { headers: { [TRACE_HEADER]: request.trace } }),
    ...(request.temperature === null ? {} : { temperature: request.temperature }),
    ...(format ? { responseFormat: format } : {}),
  }
}
