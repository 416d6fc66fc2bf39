import type { Thresholds } from '#lib/domain/artefacts/task.ts'
import type { Direction, Rung } from '#lib/domain/vocabulary.ts'

export type AxisDot = { rung: Rung; title: string; score: number }
export type AxisMark = {
  tier: 'median' | 'bronze' | 'silver' | 'gold'
  value: number
  at: number
  low: number
  high: number
  row: number
}
export type TierAxisModel = {
  marks: readonly AxisMark[]
  /** `phoneRow`: among those that are named on a phone; null for the others. */
  dots: readonly (AxisDot & { at: number; row: number; phoneRow: number | null })[]
  /** Bands of the axis between thresholds, left (worst) to right (best), in per cent. */
  bands: readonly { tier: 'below' | 'median' | 'bronze' | 'silver' | 'gold'; from: number; to: number }[]
}

const MEDALS = ['median', 'bronze', 'silver', 'gold'] as const
/** Pixels of the narrowest axis that names every solver (it scrolls below that), and of one on a phone. */
export const WIDE_AXIS = 512
export const PHONE_AXIS = 300
/** Width of a label in per cent of the axis, in 12 px type. */
const labelWidth = (text: string, axis: number): number => ((text.length * 6.6 + 8) * 100) / axis
/** Nine solvers at one place still have names; the drawing takes the rows that are used. */
const ROWS = 9

export type Anchor = 'start' | 'middle' | 'end'
/** Labels at the ends of the axis lean inwards. */
export const anchorAt = (at: number): Anchor => (at > 92 ? 'end' : at < 8 ? 'start' : 'middle')
/** Share of a label that lies left of its point. */
const LEFT_OF: Record<Anchor, number> = { start: 0, middle: 0.5, end: 1 }

/** On a phone only the two ends of the ladder are named. */
const isNamedOnPhone = ({ rung }: AxisDot): boolean => rung === 's0' || rung === 's8'

export type Label = { at: number; text: string }

/** Gives every label the first row in which it does not touch its left neighbour; the freest row where none is free. */
export function stackLabels(labels: readonly Label[], axis = WIDE_AXIS, rows = ROWS): number[] {
  const endOfRow = new Array<number>(rows).fill(Number.NEGATIVE_INFINITY)
  const result = new Array<number>(labels.length).fill(0)
  const order = labels.map((label, index) => ({ ...label, index })).sort((left, right) => left.at - right.at)
  for (const { at, text, index } of order) {
    const width = labelWidth(text, axis)
    const start = at - width * LEFT_OF[anchorAt(at)]
    const free = endOfRow.findIndex((end) => end <= start)
    const row = free === -1 ? endOfRow.indexOf(Math.min(...endOfRow)) : free
    endOfRow[row] = start + width
    result[index] = row
  }
  return result
}

/**
 * Scores to positions of 0 (worst, left) to 100 (best, right): better is always to the right, whatever the
 * direction of the metric. The span covers every dot, threshold and interval with 4 % air at both ends.
 */
export function prepareTierAxis(
  thresholds: Thresholds,
  dots: readonly AxisDot[],
  direction: Direction,
): TierAxisModel {
  const values = [
    ...MEDALS.flatMap((tier) => [thresholds[tier].value, thresholds[tier].low, thresholds[tier].high]),
    ...dots.map((dot) => dot.score),
  ].filter(Number.isFinite)
  const low = Math.min(...values)
  const span = Math.max(...values) - low || 1
  const place = (score: number) => {
    const share = Math.min(1, Math.max(0, (score - low) / span))
    return Math.round((4 + 92 * (direction === 'maximize' ? share : 1 - share)) * 100) / 100
  }
  const marks = MEDALS.map((tier) => {
    const { value, low: lower, high: upper } = thresholds[tier]
    const ends = [place(lower), place(upper)]
    return { tier, value, at: place(value), low: Math.min(...ends), high: Math.max(...ends) }
  })
  const markRows = stackLabels(marks.map((mark) => ({ at: mark.at, text: `${mark.tier} 0.0000` })))
  const shown = dots
    .filter((dot) => Number.isFinite(dot.score))
    .map((dot) => ({ ...dot, at: place(dot.score) }))
  const dotRows = stackLabels(shown.map((dot) => ({ at: dot.at, text: dot.title })))
  const named = shown.filter(isNamedOnPhone)
  const phoneRows = stackLabels(
    named.map((dot) => ({ at: dot.at, text: dot.title })),
    PHONE_AXIS,
  )
  const edges = [0, ...marks.map((mark) => mark.at), 100]
  return {
    marks: marks.map((mark, index) => ({ ...mark, row: markRows[index] ?? 0 })),
    dots: shown.map((dot, index) => ({
      ...dot,
      row: dotRows[index] ?? 0,
      phoneRow: phoneRows[named.indexOf(dot)] ?? null,
    })),
    bands: (['below', ...MEDALS] as const).map((tier, index) => ({
      tier,
      from: edges[index] ?? 0,
      to: Math.max(edges[index] ?? 0, edges[index + 1] ?? 100),
    })),
  }
}
