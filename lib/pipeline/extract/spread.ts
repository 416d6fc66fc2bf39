import { deviationOf, meanOf } from '#lib/domain/statistics.ts'

/** `count` items spread evenly over a list: all of a short one. */
export function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items]
  return Array.from({ length: count }, (_, at) => items[Math.floor((at * items.length) / count)]).filter(
    (item): item is T => item !== undefined,
  )
}

export const mean = (values: readonly number[]): number => (values.length === 0 ? 0 : meanOf(values))

/** The upper of the middle two, which is a value of the column: DNA was always measured so. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

export const round = (value: number): number => Math.round(value * 1e4) / 1e4

/** Mean less median in standard deviations, which lies between -1 and 1 for any values. */
export function skewOf(values: readonly number[]): number {
  const centre = mean(values)
  const deviation = values.length === 0 ? 0 : deviationOf(values)
  if (deviation === 0) return 0
  return round(Math.min(1, Math.max(-1, (centre - median(values)) / deviation)))
}

/** Ranks from 0, ties at their mean. */
export function ranksOf(values: readonly number[]): number[] {
  const order = values.map((value, at) => ({ value, at })).sort((a, b) => a.value - b.value)
  const ranks = new Array<number>(values.length).fill(0)
  for (let from = 0; from < order.length; ) {
    let to = from
    while (to + 1 < order.length && order[to + 1]?.value === order[from]?.value) to++
    for (let at = from; at <= to; at++) ranks[order[at]?.at ?? 0] = (from + to) / 2
    from = to + 1
  }
  return ranks
}
