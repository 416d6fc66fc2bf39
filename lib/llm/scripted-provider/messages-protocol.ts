import type { Finish, Frame, Protocol } from '#lib/llm/scripted-provider/wire.ts'

const STOP = { stop: 'end_turn', length: 'max_tokens', refusal: 'refusal' } as const satisfies Record<
  Finish,
  string
>
const ERRORS: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
}

const event = (type: string, rest: object): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...rest })}\n\n`
const message = (
  { id, model }: Frame,
  content: unknown[],
  stop: string | null,
  output: number,
  input: number,
) => ({
  id,
  type: 'message',
  role: 'assistant',
  model,
  content,
  stop_reason: stop,
  stop_sequence: null,
  usage: { input_tokens: input, output_tokens: output },
})

/** `POST /v1/messages`. */
export const messagesProtocol: Protocol = {
  json: (frame, text) => {
    const { inputTokens, outputTokens } = frame.usage
    return message(frame, [{ type: 'text', text }], STOP[frame.finish], outputTokens, inputTokens)
  },
  open: (frame) =>
    event('message_start', { message: message(frame, [], null, 0, frame.usage.inputTokens) }) +
    event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
  piece: (_, text) => event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }),
  close: (frame) =>
    event('content_block_stop', { index: 0 }) +
    event('message_delta', {
      delta: { stop_reason: STOP[frame.finish], stop_sequence: null },
      usage: { output_tokens: frame.usage.outputTokens },
    }) +
    event('message_stop', {}),
  error: (status, text) => ({ type: 'error', error: { type: ERRORS[status] ?? 'api_error', message: text } }),
}
