import { expect, test } from 'vitest'
import { MOST_VERTICES, type Piece, thinPiece, thinPieces } from '#components/charts/thin-piece.ts'

const long = (points: number, valueAt: (at: number) => number): Piece => ({
  x: Array.from({ length: points }, (_, at) => at),
  y: Array.from({ length: points }, (_, at) => valueAt(at)),
})

test('a short piece stays as it is', () => {
  const piece = long(3, (at) => at)
  expect(thinPiece(piece, 4)).toBe(piece)
})

test('a spike of one point in a hundred thousand stays at every size', () => {
  for (const spike of [0, 1, 49_999, 50_000, 99_998, 99_999])
    for (const most of [4, 5, 40, 399, 1600]) {
      const thin = thinPiece(
        long(100_000, (at) => (at === spike ? 99 : Math.sin(at))),
        most,
      )
      expect(Math.max(...thin.y)).toBe(99)
      expect(thin.x.length).toBeLessThanOrEqual(most)
      expect([thin.x[0], thin.x.at(-1)]).toEqual([0, 99_999])
      expect(thin.x).toEqual(thin.x.toSorted((a, b) => a - b))
    }
})

test('of smoothed values the raw extremes stay', () => {
  const piece = { ...long(1000, () => 0), raw: long(1000, (at) => (at === 500 ? -7 : 0)).y }
  expect(Math.min(...(thinPiece(piece, 20).raw ?? []))).toBe(-7)
})

test('a chart of fifty long lines keeps to its vertices', () => {
  const pieces = Array.from({ length: 50 }, () => long(4000, Math.sin))
  const count = thinPieces(pieces).reduce((sum, piece) => sum + piece.x.length, 0)
  expect(count).toBeLessThanOrEqual(MOST_VERTICES)
  expect(count).toBeGreaterThan(MOST_VERTICES / 2)
})
