import { readUsd, typedUsd } from '#components/models/usd.ts'
import type { Prices } from '#lib/contracts/connections.ts'

/** A price as it is typed: USD for a million tokens. `id` keeps a row's fields apart while rows come and go. */
export type PriceRow = { id: string; model: string; input: string; output: string }

export const emptyRow = (id: string): PriceRow => ({ id, model: '', input: '', output: '' })

export const rowsOf = (prices: Prices): PriceRow[] =>
  Object.entries(prices).map(([model, { inputMicroUsd, outputMicroUsd }]) => ({
    id: model,
    model,
    input: typedUsd(inputMicroUsd),
    output: typedUsd(outputMicroUsd),
  }))

export type ReadPrices = { kind: 'ok'; prices: Prices } | { kind: 'wrong'; message: string }

/** The rows as prices; rows without a single word are left out. */
export function pricesOf(rows: readonly PriceRow[]): ReadPrices {
  const prices = new Map<string, Prices[string]>()
  for (const { model: raw, input, output } of rows) {
    const model = raw.trim()
    if (`${model}${input}${output}`.trim() === '') continue
    if (model === '') return { kind: 'wrong', message: 'A price lacks its model.' }
    if (prices.has(model)) return { kind: 'wrong', message: `${model} has two prices.` }
    const [paidIn, paidOut] = [readUsd(input), readUsd(output)]
    if (paidIn.kind !== 'amount' || paidOut.kind !== 'amount')
      return { kind: 'wrong', message: `The prices of ${model} are written like 3 or 0.25; 0 is a price.` }
    prices.set(model, { inputMicroUsd: paidIn.micro, outputMicroUsd: paidOut.micro })
  }
  return { kind: 'ok', prices: Object.fromEntries(prices) }
}
