import type {
  LanguageModel,
  ModelConnection,
  ModelFault,
  ModelFinish,
  ModelReply,
  ModelRequest,
  ModelUsage,
} from '#lib/domain/ports/language-model.ts'
import type { Resolve } from '#lib/llm/address-guard.ts'
import { FetchFault } from '#lib/llm/fetch-fault.ts'
import { guardedFetch } from '#lib/llm/guarded-fetch.ts'
import { fetchModels } from '#lib/llm/list-models.ts'
import { badAddress, badKey, endedEarly, faultOf, timedOut } from '#lib/llm/model-fault.ts'
import { baseOf, callOptions, type ProviderModel, providerModel } from '#lib/llm/provider-model.ts'

export type LanguageModelOptions = {
  /** The longest silence inside an answer. */
  idleMs?: number
  listTimeoutMs?: number
  resolve?: Resolve
}
type Limits = { maxBytes: number; maxCharacters: number }
type StreamPart =
  Awaited<ReturnType<ProviderModel['doStream']>>['stream'] extends ReadableStream<infer Part> ? Part : never
type Finish = Extract<StreamPart, { type: 'finish' }>

const IDLE_MS = 60_000
const LIST_TIMEOUT_MS = 15_000
const LIST_BYTES = 4 << 20
/** Far above what tokens need, in text and in the events around it; only endless output meets them. */
const CHARACTERS_PER_TOKEN = 16
const BYTES_PER_TOKEN = 1024
const FREE_CHARACTERS = 16 << 10
const FREE_BYTES = 1 << 20

const limitsOf = (tokens: number): Limits => ({
  maxBytes: FREE_BYTES + tokens * BYTES_PER_TOKEN,
  maxCharacters: FREE_CHARACTERS + tokens * CHARACTERS_PER_TOKEN,
})

const FINISHES: Partial<Record<Finish['finishReason']['unified'], ModelFinish>> = {
  stop: 'stop',
  length: 'length',
  'content-filter': 'refusal',
}

const isCount = (value: number | undefined): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0

function usageOf({ usage }: Finish): ModelUsage | null {
  const [input, output] = [usage.inputTokens.total, usage.outputTokens.total]
  return isCount(input) && isCount(output) ? { inputTokens: input, outputTokens: output } : null
}

/** All text of a stream and its last part. @throws what the stream reports; FetchFault beyond the limit. */
async function readStream(stream: ReadableStream<StreamPart>, maxCharacters: number) {
  const reader = stream.getReader()
  const texts: string[] = []
  let characters = 0
  let finish: Finish | null = null
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const part = next.value
    if (part.type === 'error') throw part.error
    if (part.type === 'finish') finish = part
    if (part.type !== 'text-delta') continue
    characters += part.delta.length
    if (characters > maxCharacters)
      throw new FetchFault('too-large', `The answer is longer than ${maxCharacters} characters.`)
    texts.push(part.delta)
  }
  return { text: texts.join(''), finish }
}

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

const Sendable = /^[\x21-\x7e]*$/
const problemOf = (connection: ModelConnection) => {
  if (!URL.canParse(baseOf(connection))) return badAddress
  return connection.apiKey !== null && !Sendable.test(connection.apiKey) ? badKey : null
}

/**
 * Runs one exchange under a time limit. Whatever ends it, its connection is closed.
 * @throws the reason of `signal` when the caller aborted.
 */
async function exchange<T>(
  connection: ModelConnection,
  timeoutMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | ModelFault> {
  const started = performance.now()
  const faulted = (fault: Omit<ModelFault, 'kind' | 'latencyMs'>): ModelFault => ({
    kind: 'fault',
    ...fault,
    latencyMs: Math.round(performance.now() - started),
  })
  signal.throwIfAborted()
  const problem = problemOf(connection)
  if (problem) return faulted(problem)
  const stop = new AbortController()
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    stop.abort()
  }, timeoutMs)
  try {
    return await work(AbortSignal.any([signal, stop.signal]))
  } catch (error) {
    signal.throwIfAborted()
    return faulted(isLate ? timedOut(timeoutMs) : faultOf(error, connection.apiKey))
  } finally {
    clearTimeout(timer)
    stop.abort()
  }
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
    const finishReason = FINISHES[finish.finishReason.unified] ?? 'other'
    return { kind: 'reply', text, finishReason, usage: usageOf(finish), latencyMs }
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
