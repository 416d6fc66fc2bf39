import type { ExchangeDetail } from '#lib/contracts/exchanges.ts'

/** One text of an exchange, with an id for the address. */
export type ExchangePart = { id: string; title: string; text: string }

/**
 * The texts of an exchange, what is asked about most first: the answer, then what it answers to. In later turns that
 * is what the check said about the answer before.
 */
export function partsOf({ question, answer, turn, error }: ExchangeDetail): ExchangePart[] {
  const { messages, system, schema } = question
  const last = messages.at(-1)
  const earlier = messages.slice(0, -1).map((message, index) => ({
    id: `message-${index + 1}`,
    title: titleOf(message.role, index),
    text: message.text,
  }))
  return [
    ...(answer === null ? [] : [{ id: 'answer', title: 'Answer', text: answer }]),
    ...(answer === null && error !== null ? [{ id: 'error', title: 'Error', text: error }] : []),
    ...(last
      ? [{ id: 'question', title: turn > 0 ? 'What the check said' : 'Question', text: last.text }]
      : []),
    ...earlier,
    { id: 'system', title: 'System', text: system },
    ...(schema === null
      ? []
      : [{ id: 'schema', title: 'Schema', text: JSON.stringify(schema.schema, null, 2) }]),
  ]
}

function titleOf(role: 'user' | 'assistant', index: number): string {
  if (index === 0) return 'First question'
  const turn = Math.ceil(index / 2)
  return role === 'assistant' ? `Answer ${turn}` : `Check ${turn}`
}
