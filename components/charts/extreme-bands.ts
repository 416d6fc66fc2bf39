import type { Band, ChartSeries } from '#components/charts/prepare-curves.ts'
import type { Piece } from '#components/charts/thin-piece.ts'
import type { Curves } from '#lib/contracts/curves.ts'

/** Lowest and highest of what a tracker put into one point, as curves of their own; null where it kept none. */
export type Extremes = { low: Curves | null; high: Curves | null }

type Line = Curves['lines'][number]

/** The value of a line at `x`, straight between its points; null outside all of its pieces. */
export function valueOn(pieces: Line['pieces'], x: number): number | null {
  for (const piece of pieces) {
    const [first, last] = [piece.x[0], piece.x.at(-1)]
    if (first === undefined || last === undefined || x < first || x > last) continue
    const at = piece.x.findIndex((place) => place >= x)
    const [right = x, above = Number.NaN] = [piece.x[at], piece.y[at]]
    if (right === x || at === 0) return above
    const [left = x, below = Number.NaN] = [piece.x[at - 1], piece.y[at - 1]]
    return below + ((above - below) * (x - left)) / (right - left)
  }
  return null
}

function bandOf(piece: Piece, low: Line | undefined, high: Line | undefined): Band {
  const ends = piece.x.map((x, at) => {
    const y = piece.y[at] ?? Number.NaN
    const [under, over] = [valueOn(low?.pieces ?? [], x), valueOn(high?.pieces ?? [], x)]
    // What is missing is the value itself: a tracker writes extremes only where they differ from it.
    return [Math.min(y, under ?? y), Math.max(y, over ?? y)] as const
  })
  return {
    x: piece.x,
    interval: null,
    range: { low: ends.map(([under]) => under), high: ends.map(([, over]) => over) },
    n: [],
  }
}

/** Runs with a band from the lowest to the highest value behind each of their points. */
export const withExtremes = (series: readonly ChartSeries[], { low, high }: Extremes): ChartSeries[] =>
  series.map((one) => {
    const lineOf = (curves: Curves | null) => curves?.lines.find(({ id }) => id === one.id)
    const [under, over] = [lineOf(low), lineOf(high)]
    if (one.kind !== 'run' || (under === undefined && over === undefined)) return one
    return { ...one, bands: one.pieces.map((piece) => bandOf(piece, under, over)) }
  })
