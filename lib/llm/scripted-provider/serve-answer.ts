import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { chatProtocol } from '#lib/llm/scripted-provider/chat-protocol.ts'
import { messagesProtocol } from '#lib/llm/scripted-provider/messages-protocol.ts'
import type { Answer } from '#lib/llm/scripted-provider/plan-answer.ts'
import type { LogLine } from '#lib/llm/scripted-provider/request-log.ts'
import { piecesOf, type Speech } from '#lib/llm/scripted-provider/speech.ts'
import type { Ask, Frame, Protocol, ProtocolName, Usage } from '#lib/llm/scripted-provider/wire.ts'

export type ServeOptions = {
  slowMs: number
  retryAfterSeconds: number
  log: (line: Omit<LogLine, 'at'>) => void
}

export const PROTOCOLS: Readonly<Record<ProtocolName, Protocol>> = {
  chat: chatProtocol,
  messages: messagesProtocol,
}

const BYTES_PER_TOKEN = 4
/** The count that this server reports, always the same for the same text. */
export const countTokens = (text: string): number => Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN)

const SPLIT = '\u0001text\u0001'

/** An answer as what comes before, for each piece, and after the text; streamed or as one JSON document. */
function framing(ask: Ask, frame: Frame) {
  const protocol = PROTOCOLS[ask.protocol]
  if (ask.stream)
    return {
      type: 'text/event-stream',
      open: protocol.open(frame),
      piece: (text: string) => protocol.piece(frame, text),
      close: protocol.close(frame, ask.includeUsage),
    }
  const [open = '', close = ''] = JSON.stringify(protocol.json(frame, SPLIT)).split(
    JSON.stringify(SPLIT).slice(1, -1),
  )
  const piece = (text: string) => JSON.stringify(text).slice(1, -1)
  return { type: 'application/json', open, piece, close }
}

const idOf = (ask: Ask): string =>
  `scripted-${createHash('sha256').update(`${ask.model}\n${ask.text}`).digest('hex').slice(0, 24)}`

/** Writes with the client's speed; endless output must not fill our memory. */
async function write(response: ServerResponse, text: string, gone: AbortSignal): Promise<void> {
  gone.throwIfAborted()
  if (!response.write(text)) await once(response, 'drain', { signal: gone })
}

async function say(response: ServerResponse, ask: Ask, speech: Speech, options: ServeOptions, log: Logger) {
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  const inputTokens = countTokens(ask.text)
  const usage = { inputTokens, outputTokens: countTokens(speech.text) }
  const frames = framing(ask, { id: idOf(ask), model: ask.model, finish: speech.finish, usage })
  let said = ''
  try {
    response.writeHead(200, { 'content-type': frames.type, 'cache-control': 'no-store' })
    await write(response, frames.open, gone.signal)
    for await (const piece of piecesOf(speech, options.slowMs, gone.signal)) {
      if (said.length < speech.text.length) said += piece
      await write(response, frames.piece(piece), gone.signal)
    }
  } catch (error) {
    if (!gone.signal.aborted) throw error
    return log(200, { inputTokens, outputTokens: countTokens(said) }, 'closed')
  }
  log(200, usage, 'sent')
  response.end(frames.close)
}
type Logger = (status: number, usage: Usage, ended: LogLine['ended']) => void

/** Sends a planned answer and appends its line to the log. */
export async function serveAnswer(
  response: ServerResponse,
  ask: Ask,
  answer: Answer,
  options: ServeOptions,
): Promise<void> {
  const log: Logger = (status, usage, ended) =>
    options.log({
      protocol: ask.protocol,
      model: ask.model,
      cassette: answer.cassette,
      role: answer.marker?.role ?? null,
      candidate: answer.marker?.candidate ?? null,
      repair: answer.marker?.repair ?? null,
      turn: answer.marker?.turn ?? null,
      stream: ask.stream,
      status,
      fault: answer.fault,
      file: answer.file,
      ...usage,
      ended,
    })
  if (answer.kind === 'speech') return say(response, ask, answer.speech, options, log)
  log(answer.status, { inputTokens: 0, outputTokens: 0 }, 'sent')
  const retry = answer.status === 429 ? { 'retry-after': String(options.retryAfterSeconds) } : {}
  response.writeHead(answer.status, { 'content-type': 'application/json', ...retry })
  response.end(JSON.stringify(PROTOCOLS[ask.protocol].error(answer.status, answer.message)))
}
