import { describe, expect, test } from 'vitest'
import { seededRandom } from '#lib/domain/random.ts'
import { type ArrivedChunk, assembleSeries, risesStrictly } from '#lib/training/curves/assemble-series.ts'

type Point = readonly [step: number, value: number, time?: number]
const chunk = (segment: number, ...points: Point[]): ArrivedChunk => ({
  segment,
  columns: {
    steps: Float64Array.from(points, ([step]) => step),
    values: Float64Array.from(points, ([, value]) => value),
    times: points.every(([, , time]) => time !== undefined)
      ? Float64Array.from(points, ([, , time]) => time ?? 0)
      : null,
  },
})
const pairs = ({ steps, values }: { steps: Float64Array; values: Float64Array }) =>
  Array.from(steps, (step, at) => [step, values[at]])
const assembled = (...chunks: ArrivedChunk[]) => {
  const { points, superseded } = assembleSeries(chunks)
  return { points: pairs(points), superseded: superseded.map(pairs) }
}

describe('a series with times', () => {
  test('appears in order of time, whatever the order of arrival', () => {
    const { points, superseded } = assembled(
      chunk(0, [3, 0.3, 30], [4, 0.4, 40]),
      chunk(0, [1, 0.1, 10], [2, 0.2, 20]),
    )
    expect(points).toEqual([
      [1, 0.1],
      [2, 0.2],
      [3, 0.3],
      [4, 0.4],
    ])
    expect(superseded).toEqual([])
  })

  test('keeps what a resume goes over, from the step on at which it continues', () => {
    const { points, superseded } = assembled(
      chunk(0, [1, 1, 10], [2, 2, 20], [3, 3, 30], [4, 4, 40]),
      chunk(1, [3, 33, 50], [4, 44, 60], [5, 55, 70]),
    )
    expect(points).toEqual([
      [1, 1],
      [2, 2],
      [3, 33],
      [4, 44],
      [5, 55],
    ])
    expect(superseded).toEqual([
      [
        [3, 3],
        [4, 4],
      ],
    ])
  })

  test('has the older segment under the newer one, whichever came first', () => {
    const { points, superseded } = assembled(
      chunk(1, [1, 1, 10], [2, 2, 20], [3, 3, 30]),
      chunk(0, [2, 22, 50], [3, 33, 60]),
    )
    expect(points.map(([, value]) => value)).toEqual([1, 22, 33])
    expect(superseded.flat().map(([, value]) => value)).toEqual([2, 3])
  })

  test('counts a point that is sent again once', () => {
    const { points, superseded } = assembled(
      chunk(0, [1, 1, 10], [2, 2, 20]),
      chunk(0, [2, 2, 20], [3, 3, 30]),
    )
    expect(points).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ])
    expect(superseded).toEqual([])
  })

  test('takes the last value of a step that is written twice', () => {
    expect(assembled(chunk(0, [1, 1, 10], [2, 2, 20], [2, 5, 21]))).toEqual({
      points: [
        [1, 1],
        [2, 5],
      ],
      superseded: [[[2, 2]]],
    })
  })

  test.each<[string, Point[]]>([
    [
      'an evaluation that ends late',
      [
        [50, 1, 10],
        [200, 4, 20],
        [100, 2, 30],
        [150, 3, 40],
        [250, 5, 50],
      ],
    ],
    [
      'steps from the last one down',
      [
        [250, 5, 1],
        [200, 4, 2],
        [150, 3, 3],
        [100, 2, 4],
        [50, 1, 5],
      ],
    ],
    [
      'late points of one instant',
      [
        [250, 5, 1],
        [50, 1, 1],
        [200, 4, 1],
        [150, 3, 1],
        [100, 2, 1],
      ],
    ],
  ])('keeps every point of %s', (_, points) => {
    const kept = [50, 100, 150, 200, 250].map((step, i) => [step, i + 1])
    expect(assembled(...points.map((point) => chunk(0, point)))).toEqual({ points: kept, superseded: [] })
    expect(assembled(chunk(0, ...points))).toEqual({ points: kept, superseded: [] })
  })

  test('keeps both of two writers that go through the steps at once', () => {
    const writers = [0, 1].flatMap((writer) =>
      Array.from({ length: 40 }, (_, i): Point => [2 * i + writer, i, 3 * i + 50 * writer]),
    )
    expect(assembled(chunk(0, ...writers)).points).toHaveLength(80)
  })

  test('a step that is logged again after later ones changes that step alone', () => {
    const { points, superseded } = assembled(
      chunk(0, [4, 0.4, 40], [5, 0.5, 50], [6, 0.6, 60]),
      chunk(0, [4, 0.9, 70]),
    )
    expect(points).toEqual([
      [4, 0.9],
      [5, 0.5],
      [6, 0.6],
    ])
    expect(superseded).toEqual([[[4, 0.4]]])
  })

  test('puts steps of one instant in their order: a run does not resume within it', () => {
    expect(assembled(chunk(0, [2, 2, 10], [1, 1, 10], [3, 3, 10]))).toEqual({
      points: [
        [1, 1],
        [2, 2],
        [3, 3],
      ],
      superseded: [],
    })
  })

  test('follows time where the client never named a step', () => {
    expect(assembled(chunk(0, [0, 3, 30], [0, 1, 10], [0, 2, 20], [0, 2, 20])).points).toEqual([
      [0, 1],
      [0, 2],
      [0, 3],
    ])
  })
})

describe('a series without times', () => {
  test('appears in order of step inside a segment, last write first', () => {
    expect(assembled(chunk(0, [2, 2], [1, 1], [3, 3], [2, 22]))).toEqual({
      points: [
        [1, 1],
        [2, 22],
        [3, 3],
      ],
      superseded: [[[2, 2]]],
    })
  })

  test('is superseded by a later segment from its first step on', () => {
    expect(assembled(chunk(1, [2, 20], [3, 30]), chunk(0, [1, 1], [2, 2], [3, 3], [4, 4]))).toEqual({
      points: [
        [1, 1],
        [2, 20],
        [3, 30],
      ],
      superseded: [
        [
          [2, 2],
          [3, 3],
          [4, 4],
        ],
      ],
    })
  })

  test('is the same after a file that is read again and has grown', () => {
    expect(assembled(chunk(0, [1, 1], [2, Number.NaN]), chunk(1, [1, 1], [2, Number.NaN], [3, 3]))).toEqual({
      points: [
        [1, 1],
        [2, Number.NaN],
        [3, 3],
      ],
      superseded: [],
    })
  })

  test('keeps a resumed value that happens to equal the old one', () => {
    expect(assembled(chunk(0, [1, 0], [2, 0], [3, 0]), chunk(1, [1, 5], [2, 0], [3, 5])).points).toEqual([
      [1, 5],
      [2, 0],
      [3, 5],
    ])
  })
})

test('no point is lost: each stands on the curve, under it, or is a repetition; steps rise in every piece', () => {
  for (let seed = 0; seed < 300; seed++) {
    const random = seededRandom(seed)
    const timed = random() < 0.5
    const chunks = Array.from({ length: 1 + Math.floor(random() * 4) }, (_, segment) =>
      chunk(
        segment,
        ...Array.from({ length: 1 + Math.floor(random() * 12) }, (): Point => {
          const point = [Math.floor(random() * 10), Math.floor(random() * 3)] as const
          return timed ? [...point, Math.floor(random() * 20)] : point
        }),
      ),
    )
    const { points, superseded } = assembleSeries(chunks)
    const sameStep = new Set(chunks.flatMap(({ columns }) => [...columns.steps])).size === 1
    if (!sameStep) for (const piece of [points, ...superseded]) expect(risesStrictly(piece.steps)).toBe(true)
    const all = new Set(chunks.flatMap(({ columns }) => pairs(columns).map(String)))
    const kept = new Set([points, ...superseded].flatMap((piece) => pairs(piece).map(String)))
    expect(kept).toEqual(all)
  }
})
