import { describe, expect, test } from 'vitest'
import { type AxisDot, prepareTierAxis, stackLabels } from '#components/charts/prepare-tier-axis.ts'

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
