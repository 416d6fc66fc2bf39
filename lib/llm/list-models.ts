import { z } from 'zod'
import type { ModelConnection, ModelList } from '#lib/domain/ports/language-model.ts'
import { Output } from '#lib/domain/text.ts'
import type { guardedFetch } from '#lib/llm/guarded-fetch.ts'
import { faultOfStatus } from '#lib/llm/model-fault.ts'
import { baseOf } from '#lib/llm/provider-model.ts'

/** Both protocols list models alike; every other field is of no concern here. */
const Listing = z.object({ data: z.array(z.object({ id: Output.pipe(z.string().min(1)) })) })
const Refusal = z.object({ error: z.object({ message: z.string() }) })

function headersOf({ kind, apiKey }: ModelConnection): Record<string, string> {
  if (kind === 'anthropic') return { 'anthropic-version': '2023-06-01', 'x-api-key': apiKey ?? '' }
  return apiKey === null ? {} : { authorization: `Bearer ${apiKey}` }
}

function parsed<T>(type: z.ZodType<T>, text: string): T | null {
  try {
    return type.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** Asks a provider for its models: also the cheapest proof that address and key are right. */
export async function fetchModels(
  connection: ModelConnection,
  fetch: ReturnType<typeof guardedFetch>,
  signal: AbortSignal,
): Promise<ModelList> {
  const started = performance.now()
  const url = `${baseOf(connection)}/models${connection.kind === 'anthropic' ? '?limit=1000' : ''}`
  const response = await fetch(url, { headers: headersOf(connection), signal })
  const text = await response.text()
  const latencyMs = Math.round(performance.now() - started)
  if (!response.ok) {
    const said = parsed(Refusal, text)?.error.message ?? ''
    const fault = faultOfStatus(
      response.status,
      Object.fromEntries(response.headers),
      said,
      connection.apiKey,
    )
    return { kind: 'fault', ...fault, latencyMs }
  }
  const listing = parsed(Listing, text)
  if (listing) return { kind: 'models', models: listing.data.map(({ id }) => id) }
  const message =
    'The provider answered, but not with a list of models. Is the version part of the address right?'
  return {
    kind: 'fault',
    fault: 'malformed',
    status: response.status,
    retryAfterMs: null,
    isUnsent: false,
    message,
    latencyMs,
  }
}
