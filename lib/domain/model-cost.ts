import { invalid } from '#lib/domain/errors.ts'
import type { ModelUsage } from '#lib/domain/ports/language-model.ts'

/** Prices are editable and stored as whole micro-dollars for a million tokens: 3 USD is 3,000,000. */
export type ModelPrices = { inputMicroUsd: number; outputMicroUsd: number }

const TOKENS_PER_PRICE = 1_000_000n
const MICRO_USD_DIGITS = 6
const MICRO_USD = 10 ** MICRO_USD_DIGITS
/** Role names and separators that a provider adds around a message; more than any template known to us. */
const TOKENS_PER_MESSAGE = 16
const TOKENS_PER_REQUEST = 64

function whole(value: number, what: string): bigint {
  if (!Number.isSafeInteger(value) || value < 0)
    throw invalid(`The ${what} must be a whole number, 0 or more.`, { value })
  return BigInt(value)
}

/** What the tokens cost in whole micro-dollars, rounded up, so that many small calls never cost nothing. */
export function costMicroUsd(usage: ModelUsage, prices: ModelPrices): number {
  const input = whole(usage.inputTokens, 'input tokens') * whole(prices.inputMicroUsd, 'input price')
  const output = whole(usage.outputTokens, 'output tokens') * whole(prices.outputMicroUsd, 'output price')
  const cost = (input + output + TOKENS_PER_PRICE - 1n) / TOKENS_PER_PRICE
  return Number(whole(Number(cost), 'cost'))
}

export type PlannedCall = {
  system: string
  messages: readonly { text: string }[]
  schema: { schema: Readonly<Record<string, unknown>> } | null
  maxOutputTokens: number
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length

/**
 * The most that a call may use. A token of a byte-level vocabulary is at least one byte, so bytes bound the input from
 * above for every model, tables of digits included; what was reserved too much comes back when the call is settled.
 */
export function boundUsage(call: PlannedCall): ModelUsage {
  const texts = [call.system, ...call.messages.map((message) => message.text)]
  const schema = call.schema === null ? 0 : bytesOf(JSON.stringify(call.schema.schema))
  const bytes = texts.reduce((sum, text) => sum + bytesOf(text) + TOKENS_PER_MESSAGE, schema)
  return { inputTokens: bytes + TOKENS_PER_REQUEST, outputTokens: call.maxOutputTokens }
}

/** What to reserve before a call, in micro-dollars. */
export const reservationMicroUsd = (call: PlannedCall, prices: ModelPrices): number =>
  costMicroUsd(boundUsage(call), prices)

/** `3.25` USD as micro-dollars, exactly; a seventh digit is rounded up. @throws AppError invalid. */
export function parseUsd(text: string): number {
  const match = /^\s*(\d{1,9})(?:\.(\d+))?\s*$/.exec(text)
  if (!match) throw invalid('An amount is written like 3 or 0.25.', { text })
  const [, units = '0', digits = ''] = match
  const micro = Number(digits.slice(0, MICRO_USD_DIGITS).padEnd(MICRO_USD_DIGITS, '0'))
  const rest = /[1-9]/.test(digits.slice(MICRO_USD_DIGITS)) ? 1 : 0
  return Number(units) * MICRO_USD + micro + rest
}

/** Micro-dollars as an exact decimal with at least two digits: 1500 is `0.0015`. */
export function formatUsd(microUsd: number): string {
  const digits = String(whole(microUsd, 'amount')).padStart(MICRO_USD_DIGITS + 1, '0')
  const cents = digits.slice(-MICRO_USD_DIGITS).replace(/0{1,4}$/, '')
  return `${digits.slice(0, -MICRO_USD_DIGITS)}.${cents}`
}
