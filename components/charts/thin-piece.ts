/** Vertices that one chart may draw. */
export const MOST_VERTICES = 20_000

/** Columns of equal length; `raw` only where the values were smoothed. */
export type Piece = { x: readonly number[]; y: readonly number[]; raw?: readonly number[] | undefined }

/**
 * At most `most` (4 or more) points of a piece: first, last, lowest and highest of equal stretches, in their
 * order, so that a one-point spike stays. Of a smoothed piece the extremes of the raw values count.
 */
export function thinPiece(piece: Piece, most: number): Piece {
  const points = piece.x.length
  if (points <= most) return piece
  const stretches = Math.max(1, Math.floor(most / 4))
  const values = piece.raw ?? piece.y
  const kept: number[] = []
  for (let stretch = 0; stretch < stretches; stretch += 1) {
    const from = Math.floor((stretch * points) / stretches)
    const to = Math.floor(((stretch + 1) * points) / stretches)
    let [low, high] = [from, from]
    for (let at = from; at < to; at += 1) {
      if ((values[at] ?? 0) < (values[low] ?? 0)) low = at
      if ((values[at] ?? 0) > (values[high] ?? 0)) high = at
    }
    kept.push(...new Set([from, Math.min(low, high), Math.max(low, high), to - 1]))
  }
  const pick = (column: readonly number[]) => kept.map((at) => column[at] ?? Number.NaN)
  return { x: pick(piece.x), y: pick(piece.y), ...(piece.raw ? { raw: pick(piece.raw) } : {}) }
}

const verticesOf = (piece: Piece): number => piece.x.length * (piece.raw ? 2 : 1)

/** Pieces of one chart, thinned in proportion where all together have more vertices than a chart may draw. */
export function thinPieces(pieces: readonly Piece[], most = MOST_VERTICES): readonly Piece[] {
  const all = pieces.reduce((sum, piece) => sum + verticesOf(piece), 0)
  if (all <= most) return pieces
  const share = most / all
  return pieces.map((piece) => thinPiece(piece, Math.max(4, Math.floor(piece.x.length * share))))
}
