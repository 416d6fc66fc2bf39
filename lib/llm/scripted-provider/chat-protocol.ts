import type { Finish, Frame, Protocol } from '#lib/llm/scripted-provider/wire.ts'

// A refusal ends with `stop`: the field `refusal` is what tells it from an answer.
const FINISH = { stop: 'stop', length: 'length', refusal: 'stop' } as const satisfies Record<Finish, string>

const usageOf = ({ usage }: Frame) => ({
  prompt_tokens: usage.inputTokens,
  completion_tokens: usage.outputTokens,
  total_tokens: usage.inputTokens + usage.outputTokens,
})
const spoken = ({ finish }: Frame, text: string) =>
  finish === 'refusal' ? { content: null, refusal: text } : { content: text }
const event = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`
const chunk = ({ id, model }: Frame, choices: unknown[], rest = {}): string =>
  event({ id, object: 'chat.completion.chunk', created: 0, model, choices, ...rest })
const choice = (delta: unknown, finish_reason: string | null = null) => ({ index: 0, delta, finish_reason })

/** `POST /v1/chat/completions`. */
export const chatProtocol: Protocol = {
  json: (frame, text) => ({
    id: frame.id,
    object: 'chat.completion',
    created: 0,
    model: frame.model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', ...spoken(frame, text) },
        finish_reason: FINISH[frame.finish],
      },
    ],
    usage: usageOf(frame),
  }),
  open: (frame) => chunk(frame, [choice({ role: 'assistant', content: '' })]),
  piece: (frame, text) => chunk(frame, [choice(spoken(frame, text))]),
  close: (frame, includeUsage) =>
    [
      chunk(frame, [choice({}, FINISH[frame.finish])]),
      ...(includeUsage ? [chunk(frame, [], { usage: usageOf(frame) })] : []),
      'data: [DONE]\n\n',
    ].join(''),
  error: (status, message) => ({ error: { message, type: `error_${status}`, code: status } }),
}
