import { z } from 'zod'

/** A request of either protocol, reduced to what decides the answer. */
export type Ask = {
  protocol: ProtocolName
  model: string
  system: string
  /** The first text of the user, which replies may copy from. */
  question: string
  /** All text of the request, for counting. */
  text: string
  stream: boolean
  /** Chat reports usage in a stream only when asked. */
  includeUsage: boolean
}
export type ProtocolName = 'chat' | 'messages'
export type Finish = 'stop' | 'length' | 'refusal'
export type Usage = { inputTokens: number; outputTokens: number }
/** What is said apart from the text itself. */
export type Frame = { id: string; model: string; finish: Finish; usage: Usage }

/** How one protocol writes an answer. `text` may be any piece of the whole. */
export type Protocol = {
  json: (frame: Frame, text: string) => unknown
  open: (frame: Frame) => string
  piece: (frame: Frame, text: string) => string
  close: (frame: Frame, includeUsage: boolean) => string
  error: (status: number, message: string) => unknown
}

const Text = z.union([
  z.string(),
  z
    .array(z.object({ type: z.literal('text'), text: z.string() }))
    .transform((parts) => parts.map(({ text }) => text).join('')),
])
const firstOfUser = (messages: readonly { role: string; content: string }[]): string =>
  messages.find(({ role }) => role === 'user')?.content ?? ''
const Limit = z.int().min(1)
const Temperature = z.number().min(0).max(2).optional()
const JsonSchemaFormat = z.object({
  type: z.literal('json_schema'),
  json_schema: z.object({ name: z.string().min(1), schema: z.record(z.string(), z.unknown()) }),
})

export const ChatAsk = z
  .object({
    model: z.string().min(1),
    messages: z.array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: Text })).min(1),
    stream: z.boolean().default(false),
    stream_options: z.object({ include_usage: z.boolean().default(false) }).optional(),
    max_tokens: Limit.optional(),
    max_completion_tokens: Limit.optional(),
    temperature: Temperature,
    response_format: z
      .union([z.object({ type: z.enum(['text', 'json_object']) }), JsonSchemaFormat])
      .optional(),
  })
  .transform(
    (body): Ask => ({
      protocol: 'chat',
      model: body.model,
      system: body.messages.flatMap(({ role, content }) => (role === 'system' ? [content] : [])).join('\n'),
      question: firstOfUser(body.messages),
      text: body.messages.map(({ content }) => content).join('\n'),
      stream: body.stream,
      includeUsage: body.stream_options?.include_usage ?? false,
    }),
  )

export const MessagesAsk = z
  .object({
    model: z.string().min(1),
    max_tokens: Limit,
    system: Text.default(''),
    messages: z.array(z.object({ role: z.enum(['user', 'assistant']), content: Text })).min(1),
    stream: z.boolean().default(false),
    temperature: Temperature,
    output_config: z
      .object({
        format: z
          .object({ type: z.literal('json_schema'), schema: z.record(z.string(), z.unknown()) })
          .optional(),
      })
      .optional(),
  })
  .transform(
    (body): Ask => ({
      protocol: 'messages',
      model: body.model,
      system: body.system,
      question: firstOfUser(body.messages),
      text: [body.system, ...body.messages.map(({ content }) => content)].join('\n'),
      stream: body.stream,
      includeUsage: true,
    }),
  )
