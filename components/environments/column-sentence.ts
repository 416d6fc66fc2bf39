import { formatCount } from '#components/patterns/format.ts'
import type { ColumnView } from '#lib/contracts/environments.ts'

const short = (value: number | string | null): string =>
  typeof value === 'number' ? String(Number(value.toPrecision(4))) : (value ?? '–')

/** A column in one sentence: what its histogram shows, for those who do not see it. */
export function columnSentence(column: ColumnView): string {
  const missing = column.missing > 0 ? `, ${formatCount(column.missing)} missing` : ''
  if (column.kind === 'empty') return `${column.name}: no value`
  if (column.kind === 'numeric') {
    return `${column.name}: ${short(column.min)} to ${short(column.max)}, mean ${short(column.mean)}, median ${short(column.median)}${missing}`
  }
  if (column.kind === 'date') return `${column.name}: ${short(column.min)} to ${short(column.max)}${missing}`
  const top = column.histogram.slice(0, 3).map((bin) => `${bin.label} ${formatCount(bin.count)}`)
  return `${column.name}: ${formatCount(column.distinct)} values, most frequent ${top.join(', ')}${missing}`
}
