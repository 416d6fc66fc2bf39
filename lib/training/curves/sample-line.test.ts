import { describe, expect, test } from 'vitest'
import { seededRandom } from '#lib/domain/random.ts'
import { POINTS_A_COLUMN, sampleLine } from '#lib/training/curves/sample-line.ts'
import { smooth } from '#lib/training/curves/smooth.ts'

const line = (y: Float64Array, raw: Float64Array | null = null) => ({ x: y.map((_, at) => at), y, raw })
const noise = (length: number, seed: number) => {
  const random = seededRandom(seed)
  return Float64Array.from({ length }, random)
}
const shownOf = (sampled: ReturnType<typeof sampleLine>) => sampled.pieces.flatMap(({ y, raw }) => raw ?? y)

const LENGTH = 100_000
const SPIKE = 50

describe('a spike of one point in a hundred thousand', () => {
  const random = seededRandom(11)
  const cases = Array.from({ length: 150 }, () => {
    const at = Math.floor(random() * LENGTH)
    const before = Math.floor(random() ** 3 * at)
    const after = Math.floor(random() ** 3 * (LENGTH - at))
    return { at, from: at - before, to: at + after, columns: 20 + Math.floor(random() * 1000) }
  })

  test('survives at every zoom that has it', () => {
    const values = noise(LENGTH, 3)
    for (const { at, ...window } of cases) {
      const usual = values[at] ?? 0
      values[at] = SPIKE
      const sampled = sampleLine(line(values), window)
      const high = sampled.pieces.find(({ y }) => y.includes(SPIKE))
      expect(high?.x[high.y.indexOf(SPIKE)]).toBe(at)
      expect(sampled.shown).toBeLessThanOrEqual(window.columns * POINTS_A_COLUMN)
      values[at] = usual
    }
  })

  test('survives smoothing, on the raw line behind, up or down', () => {
    for (const [index, { at, ...window }] of cases.slice(0, 30).entries()) {
      const values = noise(LENGTH, 4)
      values[at] = index % 2 === 0 ? SPIKE : -SPIKE
      const columns = { steps: values, values, times: null }
      const sampled = sampleLine(
        line(smooth(columns, { kind: 'ema', weight: 0.99 }) ?? values, values),
        window,
      )
      expect(shownOf(sampled)).toContain(values[at])
    }
  })
})

test('each column keeps its first, last, lowest and highest point', () => {
  for (let seed = 0; seed < 20; seed++) {
    const values = noise(5000, seed)
    const columns = 37
    const { pieces } = sampleLine(line(values), { from: 0, to: 4999, columns })
    const shown = new Set(pieces.flatMap(({ x }) => x))
    const byColumn = Map.groupBy(values.keys(), (at) =>
      Math.min(columns - 1, Math.floor((at * columns) / 4999)),
    )
    for (const members of byColumn.values()) {
      const by = members.toSorted((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
      for (const at of [members[0], members.at(-1), by[0], by.at(-1)]) expect(shown.has(at ?? -1)).toBe(true)
    }
  }
})

test('says how many of how many, and shows all where they fit', () => {
  const values = noise(1000, 1)
  expect(sampleLine(line(values), { from: 0, to: 999, columns: 250 })).toMatchObject({
    shown: 1000,
    total: 1000,
  })
  const sampled = sampleLine(line(values), { from: 100, to: 899, columns: 20 })
  expect(sampled.total).toBe(800)
  expect(sampled.shown).toBeLessThanOrEqual(80)
  // One point beyond each end leads to the edge of the window.
  expect(sampled.pieces[0]?.x[0]).toBe(99)
  expect(sampled.pieces.at(-1)?.x.at(-1)).toBe(900)
})

test('a zoom between two points shows the line between them', () => {
  const sampled = sampleLine(line(Float64Array.of(1, 2, 3)), { from: 0.4, to: 0.6, columns: 50 })
  expect(sampled).toMatchObject({ shown: 0, total: 0, pieces: [{ x: [0, 1], y: [1, 2] }] })
})

describe('values that are not numbers', () => {
  test('part the line and are marked by kind, never joined over', () => {
    const values = Float64Array.of(1, 2, Number.NaN, 3, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 4)
    const { pieces, nonFinite, shown, total } = sampleLine(line(values), { from: 0, to: 6, columns: 100 })
    expect(pieces.map(({ x }) => x)).toEqual([[0, 1], [3], [6]])
    expect(nonFinite).toEqual([
      { x: 2, value: 'NaN' },
      { x: 4, value: 'Infinity' },
      { x: 5, value: '-Infinity' },
    ])
    expect([shown, total]).toEqual([4, 7])
  })

  test('part a sampled line wherever they fall, with few marks', () => {
    for (let seed = 0; seed < 20; seed++) {
      const random = seededRandom(seed)
      const values = noise(20_000, seed + 1)
      const gaps = Array.from({ length: 30 }, () => Math.floor(random() * values.length))
      for (const at of gaps) values[at] = Number.NaN
      const { pieces, nonFinite } = sampleLine(line(values), { from: 0, to: 19_999, columns: 200 })
      for (const { x } of pieces)
        for (const at of gaps) expect(at > (x[0] ?? 0) && at < (x.at(-1) ?? 0)).toBe(false)
      expect(nonFinite.length).toBeLessThanOrEqual(30)
    }
    const none = new Float64Array(100_000).fill(Number.NaN)
    const sampled = sampleLine(line(none), { from: 0, to: 99_999, columns: 50 })
    expect(sampled.pieces).toEqual([])
    expect(sampled.nonFinite).toHaveLength(50)
  })
})

test('counts what a logarithmic axis has no place for', () => {
  const values = Float64Array.from({ length: 10_000 }, (_, at) => (at % 4 === 0 ? 0 : at % 4 === 1 ? -1 : 1))
  expect(sampleLine(line(values), { from: 0, to: 9999, columns: 30 }).nonPositive).toBe(5000)
})

test('a line of one place and an empty line are drawn as they are', () => {
  expect(sampleLine(line(new Float64Array()), { from: 0, to: 0, columns: 10 })).toMatchObject({
    pieces: [],
    total: 0,
  })
  expect(sampleLine(line(Float64Array.of(7)), { from: 0, to: 0, columns: 10 }).pieces).toEqual([
    { x: [0], y: [7] },
  ])
})
