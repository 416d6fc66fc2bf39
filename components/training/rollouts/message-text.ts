import { z } from 'zod'
import type { Message } from '#lib/contracts/rollouts.ts'

const TextPart = z.looseObject({ text: z.string() })
const ToolCalls = z.array(
  z.looseObject({ function: z.looseObject({ name: z.string(), arguments: z.unknown() }) }),
)

const partText = (part: object): string => {
  const text = TextPart.safeParse(part)
  return text.success ? text.data.text : JSON.stringify(part)
}

/** A turn as people read it: its text, other parts as JSON, and the tools that it calls with what. */
export function messageText({ content, tool_calls, tool_call_id }: Message): string {
  const said =
    content === null || content === undefined
      ? []
      : typeof content === 'string'
        ? [content]
        : content.map(partText)
  const calls = ToolCalls.safeParse(tool_calls)
  const called = calls.success
    ? calls.data.map(
        ({ function: { name, arguments: given } }) =>
          `calls ${name}(${typeof given === 'string' ? given : (JSON.stringify(given) ?? '')})`,
      )
    : tool_calls === undefined
      ? []
      : [`calls ${JSON.stringify(tool_calls)}`]
  const answered = typeof tool_call_id === 'string' ? [`answer to ${tool_call_id}`] : []
  return [...answered, ...said, ...called].join('\n')
}
