import type {
  LanguageModel,
  ModelConnection,
  ModelReply,
  ModelRequest,
} from '#lib/domain/ports/language-model.ts'
import { storable } from '#lib/domain/text.ts'
import type { Resolve } from '#lib/llm/address-guard.ts'
import { exchange } from '#lib/llm/exchange.ts'
import { FetchFault } from '#lib/llm/fetch-fault.ts'
import { guardedFetch } from '#lib/llm/guarded-fetch.ts'
import { fetchModels } from '#lib/llm/list-models.ts'
import { endedEarly } from '#lib/llm/model-fault.ts'
import { callOptions, providerModel } from '#lib/llm/provider-model.ts'
import { finishOf, readStream, usageOf } from '#lib/llm/read-answer.ts'

export type LanguageModelOptions = {
  /** The longest silence inside an answer. */
  idleMs?: number
  listTimeoutMs?: number
  resolve?: Resolve
}

const IDLE_MS = 60_000
const LIST_TIMEOUT_MS = 15_000
const LIST_BYTES = 4 << 20
/** Far above what tokens need, in text and in the events around it; only endless output meets them. */
const CHARACTERS_PER_TOKEN = 16
const BYTES_PER_TOKEN = 1024
const FREE_CHARACTERS = 16 << 10
const FREE_BYTES = 1 << 20

const limitsOf = (tokens: number) => ({
  maxBytes: FREE_BYTES + tokens * BYTES_PER_TOKEN,
  maxCharacters: FREE_CHARACTERS + tokens * CHARACTERS_PER_TOKEN,
})

/** A page or a document is not read as a stream that says nothing. */
const eventsOf =
  (fetch: ReturnType<typeof guardedFetch>) =>
  async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const response = await fetch(input, init)
    const type = response.headers.get('content-type') ?? ''
    if (!response.ok || type === '' || type.startsWith('text/event-stream')) return response
    const named = type.split(';')[0]
    throw new FetchFault(
      'unreadable',
      `The provider answered with ${named}, not with a stream of events. Is the version part of the address right?`,
    )
  }

/** The language-model port over the AI SDK's providers, every request through the guarded fetch. */
export function openLanguageModel(options: LanguageModelOptions = {}): LanguageModel {
  const { idleMs = IDLE_MS, listTimeoutMs = LIST_TIMEOUT_MS, resolve } = options
  const fetchFor = ({ allowPrivateAddresses }: ModelConnection, maxBytes: number) =>
    guardedFetch({ allowPrivateAddresses, maxBytes, idleMs, ...(resolve ? { resolve } : {}) })

  async function ask(request: ModelRequest, signal: AbortSignal): Promise<ModelReply> {
    const started = performance.now()
    const { maxBytes, maxCharacters } = limitsOf(request.maxOutputTokens)
    const fetch = eventsOf(fetchFor(request.connection, maxBytes))
    const model = providerModel(request.connection, request.model, fetch)
    const { stream } = await model.doStream(callOptions(request, signal))
    const { text, finish } = await readStream(stream, maxCharacters)
    const latencyMs = Math.round(performance.now() - started)
    if (finish?.finishReason.raw === undefined) return { kind: 'fault', ...endedEarly, latencyMs }
    const finishReason = finishOf(finish)
    return { kind: 'reply', text: storable(text), finishReason, usage: usageOf(finish), latencyMs }
  }

  return {
    complete: (request, signal) =>
      exchange(request.connection, request.timeoutMs, signal, (limited) => ask(request, limited)),
    listModels: (connection, signal) =>
      exchange(connection, listTimeoutMs, signal, (limited) =>
        fetchModels(connection, fetchFor(connection, LIST_BYTES), limited),
      ),
  }
}
