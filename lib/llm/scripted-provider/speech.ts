import { setTimeout as sleep } from 'node:timers/promises'
import type { FaultName } from '#lib/llm/scripted-provider/scripted-model.ts'
import type { Finish } from '#lib/llm/scripted-provider/wire.ts'

/** Faults that refuse the request before a word is said. */
export const REFUSED = { '429': 429, '500': 500, 'wrong-key': 401 } as const
export type RefusalName = keyof typeof REFUSED
export type SpokenFault = Exclude<FaultName, RefusalName>

/** How a text is said: at once, with pauses, up to its middle and no further, or over and over. */
export type Pace = 'plain' | 'slow' | 'stall' | 'endless'
export type Speech = { text: string; finish: Finish; pace: Pace }

const KEPT_OF_TRUNCATED = 0.6
const PIECE = 400
const SLOW_PIECES = 20
const ENDLESS_BYTES = 1 << 28

export const isRefusal = (fault: FaultName | null): fault is RefusalName => fault !== null && fault in REFUSED

const plain = (text: string): Speech => ({ text, finish: 'stop', pace: 'plain' })
const FENCED = /^\s*```/

/** What is said for a fault, made from the reply that the cassette holds. */
export function speechOf(fault: SpokenFault | null, reply: string): Speech {
  switch (fault) {
    case 'truncated':
      return { ...plain(reply.slice(0, Math.floor(reply.length * KEPT_OF_TRUNCATED))), finish: 'length' }
    case 'refusal':
      return { ...plain('I am sorry, but I cannot help with this request.'), finish: 'refusal' }
    case 'prose': {
      const body = FENCED.test(reply) ? reply : `\`\`\`json\n${reply.trim()}\n\`\`\``
      return plain(
        `Certainly! Here is what you asked for:\n\n${body}\n\nLet me know if anything should change.`,
      )
    }
    case 'wrong-schema':
      return plain(JSON.stringify({ answer: 42, notes: ['These are not the fields that were asked for.'] }))
    case 'slow':
    case 'stall':
    case 'endless':
      return { ...plain(reply), pace: fault }
    case null:
      return plain(reply)
  }
}

function* cut(text: string, size: number): Generator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}

const ended = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const end = () => reject(signal.reason)
    if (signal.aborted) end()
    signal.addEventListener('abort', end, { once: true })
  })

/** The pieces of a speech at its pace. @throws the reason of `signal`, the only end of a stalled one. */
export async function* piecesOf(speech: Speech, slowMs: number, signal: AbortSignal): AsyncGenerator<string> {
  const { text, pace } = speech
  if (pace === 'stall') {
    yield text.slice(0, Math.ceil(text.length / 2))
    await ended(signal)
  }
  if (pace === 'endless') for (let sent = 0; sent < ENDLESS_BYTES; sent += text.length + 1) yield `${text}\n`
  if (pace === 'slow')
    for (const piece of cut(text, Math.max(1, Math.ceil(text.length / SLOW_PIECES)))) {
      await sleep(slowMs, undefined, { signal })
      yield piece
    }
  if (pace === 'plain') yield* cut(text, PIECE)
}
