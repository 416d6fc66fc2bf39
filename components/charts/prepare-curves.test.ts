import { describe, expect, test } from 'vitest'
import { GUTTER } from '#components/charts/axis-scale.ts'
import { readingsAt, stopsOf } from '#components/charts/curve-readings.ts'
import { curveNotes, curveSentence, pointsBadge } from '#components/charts/curve-words.ts'
import { curvesOf, OPTIONS } from '#components/charts/curves.fixture.ts'
import { curveRows } from '#components/charts/prepare-curve-table.ts'
import { prepareCurves } from '#components/charts/prepare-curves.ts'
import { preparePaths } from '#components/charts/prepare-paths.ts'

const PLOT = { width: 600, height: 160 }
const numbers = (path: string) => (path.match(/-?\d+(\.\d+)?/g) ?? []).map(Number)

/** One random-looking but fixed series of each awkward kind. */
const SERIES: Record<string, readonly number[]> = {
  none: [],
  one: [0.5],
  two: [0, 1],
  equal: Array.from({ length: 50 }, () => 0.25),
  zeros: [0, 0, 0, 0],
  negative: [-5, -1, -3, -2],
  'huge and tiny': [1e300, -1e300, 1e-300, 0],
  'a hundred thousand': Array.from({ length: 100_000 }, (_, at) => Math.sin(at / 500)),
}

describe.each(Object.entries(SERIES))('%s', (_, values) => {
  test.each([false, true])('every coordinate is finite and inside the plot (log %s)', (log) => {
    const model = prepareCurves(curvesOf([values]), { ...OPTIONS, log })
    const [paths] = preparePaths(model, PLOT)
    if (!paths) throw new Error('one series was given')
    for (const path of [paths.line, paths.gutter, paths.ends]) expect(path).not.toMatch(/NaN|Infinity/)
    const heights = numbers(paths.line.replaceAll('h0.01', '')).filter((_, at) => at % 2 === 1)
    for (const y of heights) {
      expect(y).toBeGreaterThanOrEqual(0)
      expect(y).toBeLessThanOrEqual(PLOT.height)
    }
    if (values.length > 0) expect(paths.line + paths.gutter).not.toBe('')
    expect(curveSentence(model)).not.toMatch(/NaN|undefined/)
  })
})

test('of runs that end alike none is called the highest', () => {
  const sentenceOf = (...runs: number[][]) => curveSentence(prepareCurves(curvesOf(runs), OPTIONS))
  expect(sentenceOf([1, 0.8], [2, 0.8])).toMatch(/; all end at 0\.8\.$/)
  expect(sentenceOf([1, 0.8], [2, 0.9])).toMatch(/highest at the end: .* \(0\.9\), lowest: .* \(0\.8\)\.$/)
})

test('a spike of one point in a hundred thousand is drawn at full view and at every zoom', () => {
  const values = Array.from({ length: 100_000 }, (_, at) => (at === 70_001 ? 50 : Math.sin(at)))
  for (const zoom of [null, { from: 60_000, to: 80_000 }, { from: 69_990, to: 70_010 }]) {
    const [paths] = preparePaths(prepareCurves(curvesOf([values]), { ...OPTIONS, zoom }), PLOT)
    const highest = Math.min(...numbers(paths?.line ?? '').filter((_, at) => at % 2 === 1))
    expect(highest).toBeLessThan(PLOT.height * 0.06)
  }
})

test('fifty long runs together keep to 20,000 vertices', () => {
  const values = Array.from({ length: 4000 }, (_, at) => Math.cos(at))
  const paths = preparePaths(prepareCurves(curvesOf(Array.from({ length: 50 }, () => values)), OPTIONS), PLOT)
  const vertices = paths.reduce((sum, one) => sum + (one.line.match(/[ML]/g)?.length ?? 0), 0)
  expect(vertices).toBeLessThanOrEqual(20_000)
})

test('pieces are never joined, nor a piece with what was written over', () => {
  const curves = curvesOf([[1, 2, 3]])
  const line = curves.lines[0]
  if (!line) throw new Error('one line was given')
  line.pieces.push({ x: [10, 11], y: [4, 5] }, { x: [20], y: [6] })
  line.superseded.push({ x: [1, 2], y: [9, 9] })
  const [paths] = preparePaths(prepareCurves(curves, OPTIONS), PLOT)
  expect(paths?.line.match(/M/g)).toHaveLength(3)
  expect(paths?.line.endsWith('h0.01')).toBe(true)
  expect(paths?.superseded.match(/M/g)).toHaveLength(1)
})

test('on a logarithmic axis zero goes to the gutter, not to one, and breaks the line', () => {
  const model = prepareCurves(curvesOf([[10, 0, -4, 100]]), { ...OPTIONS, log: true })
  expect(model.inGutter).toBe(2)
  const [paths] = preparePaths(model, PLOT)
  expect(paths?.line.match(/M/g)).toHaveLength(2)
  const gutter = (1 - GUTTER / 2) * PLOT.height
  expect(paths?.gutter).toBe(`M199.0 ${gutter.toFixed(1)}H400.0`)
})

test('values that are not finite are marked where they were', () => {
  const curves = curvesOf([[1, 2, 3, 4]])
  curves.lines[0]?.nonFinite.push(
    { x: 1, value: 'NaN' },
    { x: 2, value: 'Infinity' },
    { x: 2, value: '-Infinity' },
  )
  const model = prepareCurves(curves, OPTIONS)
  expect(preparePaths(model, PLOT)[0]?.nonFinite.match(/M\d+/g)).toEqual(['M200', 'M400', 'M400'])
  expect(curveNotes(model)).toContain('3 values are not finite')
})

const BAND = {
  id: 'g',
  label: 'lr=1',
  runIds: [],
  x: [0, 1, 2],
  middle: [1, 2, 3],
  low: [0, 1, 2],
  high: [2, 3, 4],
  min: [-1, 0, 1],
  max: [3, 4, 5],
  breaks: [],
  n: [3, 3, 2],
  shown: 3,
  total: 8,
}

test('a band is a closed polygon, and says where a run is missing', () => {
  const curves = { ...curvesOf([]), bands: [BAND], domain: { from: 0, to: 2 } }
  const [paths] = preparePaths(prepareCurves(curves, OPTIONS), PLOT)
  expect(paths?.interval.match(/[ML]/g)).toHaveLength(6)
  expect(paths?.interval.endsWith('Z')).toBe(true)
  expect(paths?.range.match(/Z/g)).toHaveLength(1)
  expect(paths?.changes.map(({ x, n }) => [x, n])).toEqual([[600, 2]])
})

test('a band is parted where no run has a value', () => {
  const curves = { ...curvesOf([]), bands: [{ ...BAND, breaks: [2] }], domain: { from: 0, to: 2 } }
  const [paths] = preparePaths(prepareCurves(curves, OPTIONS), PLOT)
  expect(paths?.interval.match(/Z/g)).toHaveLength(2)
  expect(paths?.line.match(/M/g)).toHaveLength(2)
  expect(paths?.changes.map(({ x, n }) => [x, n])).toEqual([[600, 2]])
})

test('one run alone of a group has a value and no interval, in the reading as in the table', () => {
  const curves = { ...curvesOf([]), bands: [{ ...BAND, n: [3, 3, 1] }], domain: { from: 0, to: 2 } }
  const model = prepareCurves(curves, OPTIONS)
  expect(readingsAt(model, 0, 0.5)[0]?.band).toMatchObject({ span: { low: 0, high: 2 }, runs: { n: 3 } })
  expect(readingsAt(model, 2, 0.5)[0]?.band).toMatchObject({ span: null, runs: { n: 1 } })
  expect(curveRows(model).map(({ low, high, n }) => [low, high, n])).toEqual([
    [0, 2, 3],
    [1, 3, 3],
    [null, null, 1],
  ])
})

test('a reading is of the nearest point, highest first, and none beyond the end', () => {
  const curves = curvesOf([
    [1, 1, 1, 1],
    [2, 3],
  ])
  const model = prepareCurves(curves, OPTIONS)
  expect(readingsAt(model, 0.9, 0.5).map(({ x, value }) => [x, value])).toEqual([
    [1, 3],
    [1, 1],
  ])
  expect(readingsAt(model, 3, 0.5).map(({ value }) => value)).toEqual([1])
  expect(stopsOf(model)).toEqual([0, 1, 2, 3])
})

test('the pinned run is drawn once, last, as a baseline', () => {
  const curves = curvesOf([[1, 2], [3]])
  const baseline = { ...curves, lines: curves.lines.slice(0, 1) }
  const model = prepareCurves(curves, { ...OPTIONS, baseline })
  expect(model.series.map((one) => [one.id, one.kind])).toEqual([
    ['run-1', 'run'],
    ['run-0', 'baseline'],
  ])
})

test('the badge says how many points are shown', () => {
  expect(pointsBadge({ shown: 1204, total: 100_000 })).toBe(
    '1,204 of 100,000 points: first, last, lowest and highest kept',
  )
  expect(pointsBadge({ shown: 3, total: 3 })).toBe('all 3 points')
})
