/**
 * The language-model port: one question, one answer. Retrying, budgets and repairs belong to the caller; an
 * implementation makes one request and says what happened. Faults are values; only the caller's own abort throws.
 */

export const PROVIDER_KINDS = ['openai-compatible', 'anthropic'] as const
export type ProviderKind = (typeof PROVIDER_KINDS)[number]

/** How a provider is asked for JSON; `none` where it knows no such option. */
export const STRUCTURED_OUTPUTS = ['json-schema', 'json-object', 'none'] as const
export type StructuredOutput = (typeof STRUCTURED_OUTPUTS)[number]

export type ModelConnection = {
  kind: ProviderKind
  /** With the version part: `https://api.example.org/v1`. */
  baseUrl: string
  apiKey: string | null
  structuredOutput: StructuredOutput
  /** The owner's word that this connection may reach loopback and private networks. */
  allowPrivateAddresses: boolean
}

export type ModelMessage = { role: 'user' | 'assistant'; text: string }

export type ModelRequest = {
  connection: ModelConnection
  model: string
  system: string
  messages: readonly ModelMessage[]
  /** The shape of the answer; a connection without `json-schema` falls back to what it has. */
  schema: { name: string; schema: Readonly<Record<string, unknown>> } | null
  maxOutputTokens: number
  /** null leaves the choice to the provider. */
  temperature: number | null
  /** Names the request in a log of the provider; part of no prompt, so that equal prompts share their beginning. */
  trace?: string
  /** The whole exchange, from the look-up of the host to the last byte. */
  timeoutMs: number
}

export const MODEL_FINISHES = ['stop', 'length', 'refusal', 'other'] as const
export type ModelFinish = (typeof MODEL_FINISHES)[number]

/** `cachedTokens`: those of the input that the provider had in its prompt cache; absent where it does not say. */
export type ModelUsage = { inputTokens: number; outputTokens: number; cachedTokens?: number }

export const MODEL_FAULT_KINDS = [
  'rate-limited',
  'server',
  'timeout',
  'network',
  'address-refused',
  'bad-request',
  'unauthorised',
  'malformed',
] as const
export type ModelFaultKind = (typeof MODEL_FAULT_KINDS)[number]

export type ModelFault = {
  kind: 'fault'
  fault: ModelFaultKind
  /** HTTP status, or null where none arrived. */
  status: number | null
  retryAfterMs: number | null
  /** The question cannot have reached the provider, so that it cannot have cost anything. */
  isUnsent: boolean
  /** For people: holds no key and no header. */
  message: string
  latencyMs: number
}

export type ModelReply =
  | {
      kind: 'reply'
      text: string
      finishReason: ModelFinish
      /** null where the provider did not report any: the caller then charges its reservation. */
      usage: ModelUsage | null
      latencyMs: number
    }
  | ModelFault

export type ModelList = { kind: 'models'; models: readonly string[] } | ModelFault

export interface LanguageModel {
  /** @throws the reason of `signal` when the caller aborts. */
  complete(request: ModelRequest, signal: AbortSignal): Promise<ModelReply>
  /** The models that the provider offers, in its order. @throws the reason of `signal` when the caller aborts. */
  listModels(connection: ModelConnection, signal: AbortSignal): Promise<ModelList>
}
