import { describe, expect, test } from 'vitest'
import { seededRandom } from '#lib/domain/random.ts'
import { assembleSeries } from '#lib/training/curves/assemble-series.ts'
import {
  type ChartOptions,
  type ChartRun,
  drawCurves,
  MAX_VERTICES,
} from '#lib/training/curves/draw-curves.ts'

const OPTIONS: ChartOptions = {
  grouped: false,
  aggregate: 'mean',
  smoothing: { kind: 'none' },
  columns: 1000,
}

function runOf(id: number, length: number, resumes = 0): ChartRun {
  const random = seededRandom(id)
  const chunks = Array.from({ length: resumes + 1 }, (_, segment) => {
    const start = segment * 10
    const steps = Float64Array.from({ length: length - start }, (_, at) => start + at)
    return { segment, columns: { steps, values: steps.map(random), times: null } }
  })
  return {
    id: `run-${id}`,
    label: `run ${id}`,
    key: 'reward',
    group: { id: `g${id % 17}`, label: `g${id % 17}` },
    live: false,
    series: assembleSeries(chunks),
    axis: { kind: 'step' },
  }
}
const runs = (count: number, length: number, resumes = 0) =>
  Array.from({ length: count }, (_, id) => runOf(id, length, resumes))
const verticesOf = (drawn: ReturnType<typeof drawCurves>) =>
  [...drawn.lines.flatMap(({ pieces, superseded }) => [...pieces, ...superseded])].reduce(
    (sum, { x }) => sum + x.length,
    0,
  ) + drawn.bands.reduce((sum, { x }) => sum + 5 * x.length, 0)

describe('a chart', () => {
  test.each([
    ['few runs', 3, 0, {}],
    ['many runs', 50, 0, {}],
    ['very many runs', 500, 0, {}],
    ['smoothed', 50, 0, { smoothing: { kind: 'ema', weight: 0.9 } as const }],
    ['resumed over and over', 20, 40, {}],
    ['bands', 50, 0, { grouped: true }],
    ['zoomed', 50, 0, { from: 500, to: 1200 }],
  ])(
    'of %s has at most 20,000 vertices and says how many it shows',
    (_name, count, resumes, over: Partial<ChartOptions>) => {
      const drawn = drawCurves(runs(count, 2000, resumes), { ...OPTIONS, ...over })
      expect(verticesOf(drawn)).toBeLessThanOrEqual(MAX_VERTICES)
      expect(drawn.total).toBe(count * (over.from === undefined ? 2000 : 701))
      expect(drawn.shown).toBeGreaterThan(0)
      expect(drawn.shown).toBeLessThanOrEqual(drawn.total)
    },
  )

  test('has a smoothed line that no zoom changes', () => {
    const smoothing = { kind: 'ema', weight: 0.99 } as const
    const full = drawCurves([runOf(1, 2000)], { ...OPTIONS, smoothing })
    const zoomed = drawCurves([runOf(1, 2000)], { ...OPTIONS, smoothing, from: 1000, to: 1100 })
    const valuesOf = (drawn: typeof full) =>
      new Map(
        drawn.lines.flatMap(({ pieces }) =>
          pieces.flatMap(({ x, y }) => x.map((place, at) => [place, y[at]] as const)),
        ),
      )
    const whole = valuesOf(full)
    for (const [place, value] of valuesOf(zoomed)) expect(whole.get(place)).toBe(value)
  })

  test('tells where a run ended early, and not for one that continues', () => {
    const ends = drawCurves([runOf(1, 100), runOf(2, 60), { ...runOf(3, 60), live: true }], OPTIONS)
    expect(ends.lines.map(({ endsAt }) => endsAt)).toEqual([null, 59, null])
  })

  test('of nothing is empty', () => {
    expect(drawCurves([], OPTIONS)).toEqual({
      lines: [],
      bands: [],
      nonPositive: 0,
      domain: null,
      shown: 0,
      total: 0,
    })
  })
})
