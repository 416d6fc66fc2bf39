import { formatShare } from '#components/patterns/format.ts'
import type { Difference, Estimate } from '#lib/contracts/compare-runs.ts'
import { formatUsd } from '#lib/domain/model-cost.ts'

export type Kind = 'share' | 'usd' | 'minutes'

const unsigned = (value: number, kind: Kind): string => {
  if (kind === 'share') return formatShare(value)
  return kind === 'usd' ? `${formatUsd(Math.round(value))} USD` : `${value.toFixed(2)} min`
}
const signed = (value: number, kind: Kind): string =>
  `${value === 0 ? '' : value < 0 ? '−' : '+'}${unsigned(Math.abs(value), kind)}`

const ends = (
  { low, high }: { low: number | null; high: number | null },
  words: (value: number) => string,
): string => {
  if (low === null && high === null) return 'no interval'
  return `${low === null ? 'no bound' : words(low)} to ${high === null ? 'no bound' : words(high)}`
}

/** `67 %`, and below it `30 % to 90 %, of 6`. */
export const valueWords = (estimate: Estimate | null, kind: Kind): string =>
  estimate === null ? '–' : unsigned(estimate.value, kind)
export const intervalWords = (estimate: Estimate | null, kind: Kind, from: number): string => {
  if (estimate === null) return 'none'
  const n = `of ${estimate.n}`
  if (estimate.low === null && estimate.high === null && estimate.n < from)
    return `${n}: no interval below ${from}`
  return `${ends(estimate, (value) => unsigned(value, kind))}, ${n}`
}

export const differenceWords = (difference: Difference, kind: Kind): string =>
  difference.kind === 'too-few' ? '–' : signed(difference.value, kind)
export function verdictWords(difference: Difference, kind: Kind): string {
  if (difference.kind === 'too-few')
    return difference.n < difference.needed
      ? `${difference.n} to compare; ${difference.needed} are needed`
      : 'nothing to compare on one side'
  const interval = ends(difference, (value) => signed(value, kind))
  return difference.kind === 'separable' ? interval : `not separable: ${interval}`
}
