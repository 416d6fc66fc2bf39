import { formatUsd, parseUsd } from '#lib/domain/model-cost.ts'

/** Micro-dollars with their unit; a part of one counts as a whole. */
export const usd = (micro: number): string => `${formatUsd(Math.ceil(micro))} USD`

/** A forecast knows no micro-dollars: two digits from a dollar on, four below. */
export function aboutUsd(micro: number): string {
  const dollars = micro / 1_000_000
  return `${dollars.toFixed(dollars >= 1 || dollars === 0 ? 2 : 4)} USD`
}

/** What a person typed as an amount in USD: micro-dollars, nothing at all, or no amount. */
export type Typed = { kind: 'amount'; micro: number } | { kind: 'empty' } | { kind: 'wrong' }

export function readUsd(text: string): Typed {
  if (text.trim() === '') return { kind: 'empty' }
  try {
    return { kind: 'amount', micro: parseUsd(text) }
  } catch {
    return { kind: 'wrong' }
  }
}

/** How an amount appears in a field: `0.25`, never `0.250000`. */
export const typedUsd = (micro: number): string => formatUsd(micro)
