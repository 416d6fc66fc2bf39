import type { ColumnView } from '#lib/contracts/environments.ts'
import { meanOf, medianOf } from '#lib/domain/statistics.ts'

const BINS = 20
const TOP_VALUES = 20
const ISO_DATE = /^\d{4}-\d{2}-\d{2}/

/** Exact facts of one column from all its cells: kind, missing, distinct, range, histogram. Pure. */
export function columnFacts(name: string, cells: readonly string[]): ColumnView {
  const present = cells.filter((cell) => cell !== '')
  const base = {
    name,
    missing: cells.length - present.length,
    distinct: new Set(present).size,
    mean: null,
    median: null,
    others: 0,
  }
  if (present.length === 0) return { ...base, kind: 'empty', min: null, max: null, histogram: [] }
  const numbers = present.map(Number)
  if (present.every((cell, at) => cell.trim() !== '' && Number.isFinite(numbers[at])))
    return { ...base, ...numeric(numbers) }
  if (present.every((cell) => ISO_DATE.test(cell) && !Number.isNaN(Date.parse(cell))))
    return { ...base, ...dates(present) }
  const [min, max] = [present.reduce((a, b) => (a < b ? a : b)), present.reduce((a, b) => (a > b ? a : b))]
  return { ...base, kind: 'text', min, max, ...frequent(present) }
}

function numeric(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b)
  const [min, max] = [sorted[0] ?? 0, sorted.at(-1) ?? 0]
  return {
    kind: 'numeric' as const,
    min,
    max,
    mean: meanOf(values),
    median: medianOf(values),
    histogram: bins(values, min, max, (edge) => String(Number(edge.toPrecision(6)))),
  }
}

function dates(cells: readonly string[]) {
  const times = cells.map((cell) => Date.parse(cell))
  const min = times.reduce((a, b) => Math.min(a, b))
  const max = times.reduce((a, b) => Math.max(a, b))
  const day = (time: number) => new Date(time).toISOString().slice(0, 10)
  return { kind: 'date' as const, min: day(min), max: day(max), histogram: bins(times, min, max, day) }
}

/** Equal bins over [min, max]; the last one holds its upper edge. One bin where all values are equal. */
function bins(
  values: readonly number[],
  min: number,
  max: number,
  label: (edge: number) => string,
): ColumnView['histogram'] {
  const count = min === max ? 1 : BINS
  const width = (max - min) / count
  const counts = new Array<number>(count).fill(0)
  for (const value of values) {
    const at = width === 0 ? 0 : Math.min(count - 1, Math.floor((value - min) / width))
    counts[at] = (counts[at] ?? 0) + 1
  }
  return counts.map((n, at) => {
    const from = min + at * width
    const to = at === count - 1 ? max : from + width
    return { label: `${label(from)} to ${label(to)}`, from, to, count: n }
  })
}

function frequent(cells: readonly string[]): Pick<ColumnView, 'histogram' | 'others'> {
  const counts = new Map<string, number>()
  for (const cell of cells) counts.set(cell, (counts.get(cell) ?? 0) + 1)
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  const shown = sorted.slice(0, TOP_VALUES)
  return {
    histogram: shown.map(([label, count]) => ({ label: label.slice(0, 80), from: null, to: null, count })),
    others: cells.length - shown.reduce((sum, [, count]) => sum + count, 0),
  }
}
