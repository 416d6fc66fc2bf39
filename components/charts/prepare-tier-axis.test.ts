import { describe, expect, test } from 'vitest'
import { type AxisDot, prepareTierAxis, stackLabels } from '#components/charts/prepare-tier-axis.ts'
import { RUNG_TITLES, RUNGS } from '#lib/domain/vocabulary.ts'

const threshold = (value: number, half = 0.01) => ({ value, low: value - half, high: value + half })
const thresholds = {
  median: threshold(0.8),
  bronze: threshold(0.84),
  silver: threshold(0.86),
  gold: threshold(0.9),
}
const dots: AxisDot[] = [
  { rung: 's0', title: 'dummy', score: 0.5 },
  { rung: 's8', title: 'oracle', score: 0.95 },
]

describe('tier axis', () => {
  test('better is to the right for both directions', () => {
    const up = prepareTierAxis(thresholds, dots, 'maximize')
    expect(up.dots.map((dot) => dot.at)).toEqual([4, 96])
    const down = prepareTierAxis(thresholds, dots, 'minimize')
    expect(down.dots.map((dot) => dot.at)).toEqual([96, 4])
  })

  test('thresholds keep their order and lie inside their intervals', () => {
    const { marks } = prepareTierAxis(thresholds, dots, 'maximize')
    expect(marks.map((mark) => mark.tier)).toEqual(['median', 'bronze', 'silver', 'gold'])
    for (const mark of marks) {
      expect(mark.low).toBeLessThan(mark.at)
      expect(mark.high).toBeGreaterThan(mark.at)
    }
    expect([...marks].sort((left, right) => left.at - right.at)).toEqual(marks)
  })

  test('bands cover the whole axis without gaps', () => {
    const { bands } = prepareTierAxis(thresholds, dots, 'maximize')
    expect(bands[0]?.from).toBe(0)
    expect(bands.at(-1)?.to).toBe(100)
    expect(bands.slice(1).map((band) => band.from)).toEqual(bands.slice(0, -1).map((band) => band.to))
  })

  test('a solver without a score is left out, equal scores do not divide by zero', () => {
    const flat = {
      median: threshold(1, 0),
      bronze: threshold(1, 0),
      silver: threshold(1, 0),
      gold: threshold(1, 0),
    }
    const model = prepareTierAxis(flat, [{ rung: 's0', title: 'dummy', score: Number.NaN }], 'maximize')
    expect(model.dots).toEqual([])
    expect(model.marks.every((mark) => Number.isFinite(mark.at))).toBe(true)
  })
})

test('labels that would touch go to different rows', () => {
  const label = (at: number, text = 'boosting') => ({ at, text })
  expect(stackLabels([label(10), label(12), label(14), label(60)])).toEqual([0, 1, 2, 0])
  expect(stackLabels([label(4, 'single feature'), label(14, 'linear')])).toEqual([0, 1])
  expect(stackLabels([label(84, 'tuned boosting'), label(96, 'oracle')])).toEqual([0, 1])
  expect(stackLabels([label(10, 'a'), label(20, 'a very long name of a solver')])).toEqual([0, 1])
})

describe('solvers beside each other', () => {
  /** Left and right end of every label in its row, in pixels of an axis of this width. */
  const overlaps = (shown: readonly { at: number; title: string; row: number }[], axis: number) => {
    const ends = shown.map(({ at, title, row }) => {
      const [centre, half] = [(at * axis) / 100, (title.length * 6.2) / 2]
      const from = at > 92 ? centre - 2 * half : at < 8 ? centre : centre - half
      return { row, title, from, to: from + 2 * half }
    })
    return ends.flatMap((one, i) =>
      ends
        .slice(i + 1)
        .flatMap((other) =>
          one.row === other.row && one.from < other.to && other.from < one.to
            ? [[one.title, other.title]]
            : [],
        ),
    )
  }
  const titles = Object.values(RUNG_TITLES)
  const ladder = (scores: readonly number[]): AxisDot[] =>
    RUNGS.map((rung, i) => ({ rung, title: titles[i] ?? rung, score: scores[i] ?? 0 }))

  test.each([
    ['all at one place', Array(9).fill(0.7)],
    ['tuned boosting beside forest', [0.5, 0.6, 0.7, 0.755, 0.79, 0.795, 0.8, 0.9, 0.95]],
    ['packed at the right end', [0.5, 0.93, 0.931, 0.932, 0.933, 0.934, 0.935, 0.94, 0.95]],
    ['packed at the left end', [0.5, 0.501, 0.502, 0.503, 0.504, 0.505, 0.506, 0.94, 0.95]],
    ['even', [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9]],
  ])('%s: no name touches another, at any width that shows all', (_, scores) => {
    const { dots } = prepareTierAxis(thresholds, ladder(scores), 'maximize')
    for (const axis of [512, 640, 1100]) expect(overlaps(dots, axis)).toEqual([])
  })

  test('on a phone the two ends are named, in rows of their own', () => {
    const { dots } = prepareTierAxis(thresholds, ladder(Array(9).fill(0.7)), 'maximize')
    expect(dots.filter(({ phoneRow }) => phoneRow !== null).map(({ rung }) => rung)).toEqual(['s0', 's8'])
    expect(Math.max(...dots.map(({ phoneRow }) => phoneRow ?? 0))).toBe(1)
    const apart = prepareTierAxis(thresholds, ladder([0.5, ...Array(7).fill(0.7), 0.95]), 'maximize')
    expect(Math.max(...apart.dots.map(({ phoneRow }) => phoneRow ?? 0))).toBe(0)
  })
})
