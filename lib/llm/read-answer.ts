import type { ModelFinish, ModelUsage } from '#lib/domain/ports/language-model.ts'
import { FetchFault } from '#lib/llm/fetch-fault.ts'
import type { ProviderModel } from '#lib/llm/provider-model.ts'

type StreamPart =
  Awaited<ReturnType<ProviderModel['doStream']>>['stream'] extends ReadableStream<infer Part> ? Part : never
export type Finish = Extract<StreamPart, { type: 'finish' }>

const FINISHES: Partial<Record<Finish['finishReason']['unified'], ModelFinish>> = {
  stop: 'stop',
  length: 'length',
  'content-filter': 'refusal',
}

const isCount = (value: number | undefined): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0

/** What the provider counted; null where it did not, or not in whole numbers. */
export function usageOf({ usage }: Finish): ModelUsage | null {
  const [input, output] = [usage.inputTokens.total, usage.outputTokens.total]
  if (!isCount(input) || !isCount(output)) return null
  const cached = usage.inputTokens.cacheRead
  return { inputTokens: input, outputTokens: output, ...(isCount(cached) && { cachedTokens: cached }) }
}

/** All text of a stream and its last part. @throws what the stream reports; FetchFault beyond the limit. */
export async function readStream(stream: ReadableStream<StreamPart>, maxCharacters: number) {
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

/** Why the answer ended, in the port's words. */
export const finishOf = (finish: Finish): ModelFinish => FINISHES[finish.finishReason.unified] ?? 'other'
