import type { PlacedLine } from '#lib/training/curves/x-axis.ts'

/** Part of the axis that is drawn, both ends in it, and how many columns it is cut into. */
export type Window = { from: number; to: number; columns: number }
export type Piece = { x: number[]; y: number[]; raw?: number[] }
export type SampledLine = {
  /** Stretches without a gap. */
  pieces: Piece[]
  /** First value of each kind that is not finite, in each column. */
  nonFinite: { x: number; value: string }[]
  shown: number
  total: number
  /** Values at or below zero among `total`. */
  nonPositive: number
}

/** Most points that a column keeps: first, last, lowest, highest; and lowest and highest of the unsmoothed line. */
export const POINTS_A_COLUMN = 4
export const POINTS_A_SMOOTHED_COLUMN = 6

/** First index whose place is at least `at` (`after`: greater than `at`); x rises. */
export function lowerBound(x: Float64Array, at: number, after = false): number {
  let low = 0
  let high = x.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const value = x[middle] ?? 0
    if (value < at || (after && value === at)) low = middle + 1
    else high = middle
  }
  return low
}

type Kept = { indices: number[]; marks: number[]; nonPositive: number }

/**
 * The points of a line in a window. Of each column the first, last, lowest and highest stay (M4), of the smoothed and
 * of the raw line, so that no extreme is lost at any zoom; where all points fit, all stay. One point beyond each end
 * is added, not counted, so that the line continues to the edge.
 */
export function sampleLine(line: PlacedLine, window: Window): SampledLine {
  const start = lowerBound(line.x, window.from)
  const end = lowerBound(line.x, window.to, true)
  const total = end - start
  const room = window.columns * (line.raw === null ? POINTS_A_COLUMN : POINTS_A_SMOOTHED_COLUMN)
  const kept = total <= room ? keepAll(line, start, end) : keepExtremes(line, start, end, window)
  const { indices, marks } = kept
  const shown = indices.length
  const isFiniteAt = (index: number) => Number.isFinite(line.y[index])
  if (start > 0 && isFiniteAt(start - 1)) indices.unshift(start - 1)
  if (end < line.x.length && isFiniteAt(end)) indices.push(end)
  return {
    pieces: cutAtGaps(line, indices),
    nonFinite: marks.map((index) => ({ x: line.x[index] ?? 0, value: String(line.y[index]) })),
    shown,
    total,
    nonPositive: kept.nonPositive,
  }
}

function keepAll({ x, y }: PlacedLine, start: number, end: number): Kept {
  const kept: Kept = { indices: [], marks: [], nonPositive: 0 }
  for (let i = start; i < end; i++) {
    const value = y[i] ?? Number.NaN
    if (!Number.isFinite(value)) {
      const last = kept.marks.at(-1)
      // Several marks at one place and of one kind are one mark.
      if (last === undefined || x[last] !== x[i] || !Object.is(y[last], value)) kept.marks.push(i)
      continue
    }
    kept.indices.push(i)
    if (value <= 0) kept.nonPositive++
  }
  return kept
}

type Column = { first: number; last: number; low: number; high: number; rawLow: number; rawHigh: number }

function keepExtremes({ x, y, raw }: PlacedLine, start: number, end: number, window: Window): Kept {
  const kept: Kept = { indices: [], marks: [], nonPositive: 0 }
  const scale = window.to > window.from ? window.columns / (window.to - window.from) : 0
  let current = -1
  let column: Column | null = null
  let seen = new Set<number>()
  const flush = () => {
    if (column !== null) kept.indices.push(...new Set(Object.values(column).sort((a, b) => a - b)))
    column = null
  }
  for (let i = start; i < end; i++) {
    const at = Math.min(window.columns - 1, Math.floor(((x[i] ?? 0) - window.from) * scale))
    if (at !== current) {
      flush()
      if (seen.size > 0) seen = new Set()
      current = at
    }
    const value = y[i] ?? Number.NaN
    if (!Number.isFinite(value)) {
      if (!seen.has(value)) kept.marks.push(i)
      seen.add(value)
      continue
    }
    if (value <= 0) kept.nonPositive++
    if (column === null) column = { first: i, last: i, low: i, high: i, rawLow: i, rawHigh: i }
    else widen(column, i, y, raw ?? y)
  }
  flush()
  return kept
}

function widen(column: Column, i: number, y: Float64Array, raw: Float64Array): void {
  column.last = i
  if ((y[i] ?? 0) < (y[column.low] ?? 0)) column.low = i
  if ((y[i] ?? 0) > (y[column.high] ?? 0)) column.high = i
  if (raw === y) {
    column.rawLow = column.low
    column.rawHigh = column.high
    return
  }
  if ((raw[i] ?? 0) < (raw[column.rawLow] ?? 0)) column.rawLow = i
  if ((raw[i] ?? 0) > (raw[column.rawHigh] ?? 0)) column.rawHigh = i
}

/** A value that is not finite between two kept points parts them. */
function cutAtGaps({ x, y, raw }: PlacedLine, indices: readonly number[]): Piece[] {
  const pieces: Piece[] = []
  let piece: Piece | null = null
  let before = -1
  for (const index of indices) {
    if (piece === null || hasGap(y, before, index)) {
      piece = raw === null ? { x: [], y: [] } : { x: [], y: [], raw: [] }
      pieces.push(piece)
    }
    piece.x.push(x[index] ?? 0)
    piece.y.push(y[index] ?? 0)
    if (raw !== null) piece.raw?.push(raw[index] ?? 0)
    before = index
  }
  return pieces
}

function hasGap(y: Float64Array, after: number, before: number): boolean {
  for (let i = after + 1; i < before; i++) if (!Number.isFinite(y[i])) return true
  return false
}
