import { type AxisScale, extentOf, linearScale, logScale } from '#components/charts/axis-scale.ts'
import { type Extremes, withExtremes } from '#components/charts/extreme-bands.ts'
import { lookOf, type SeriesLook } from '#components/charts/series-look.ts'
import { type Piece, thinPieces } from '#components/charts/thin-piece.ts'
import type { Curves } from '#lib/contracts/curves.ts'

export const BANDS = ['both', 'interval', 'range'] as const
/** What stands around the middle of a group: its bootstrap interval, the range of its runs, or both. */
export type BandKind = (typeof BANDS)[number]

/** One stretch of a group without a gap; columns of equal length. */
export type Band = {
  x: readonly number[]
  interval: { low: readonly number[]; high: readonly number[] } | null
  range: { low: readonly number[]; high: readonly number[] } | null
  n: readonly number[]
}
/** One line on a chart: a run, the middle of a group with its band, or the pinned baseline. */
export type ChartSeries = {
  id: string
  label: string
  kind: 'run' | 'group' | 'baseline'
  look: SeriesLook
  pieces: readonly Piece[]
  superseded: readonly Piece[]
  nonFinite: readonly { x: number; value: string }[]
  endsAt: number | null
  /** Beside each piece of a group its band, and of a run whose tracker kept extremes; else empty. */
  bands: readonly Band[]
  runIds: readonly string[]
}
export type CurveChartModel = {
  metric: string
  x: string
  view: { from: number; to: number } | null
  scale: AxisScale
  log: boolean
  series: readonly ChartSeries[]
  /** Values at or below zero that a logarithmic axis keeps in its gutter. */
  inGutter: number
  shown: number
  total: number
}
export type CurveOptions = {
  log: boolean
  band: BandKind
  zoom: { from: number; to: number } | null
  labelOf: (id: string) => string | undefined
  /** Looks of what the page shows together; others have their own. */
  looks?: ReadonlyMap<string, SeriesLook> | undefined
  /** The pinned run as an answer of its own, never grouped. */
  baseline?: Curves | undefined
  /** Lowest and highest behind each point of a run. */
  extremes?: Extremes | undefined
}

const copyPiece = ({ x, y, raw }: { x: number[]; y: number[]; raw?: number[] | undefined }): Piece =>
  raw ? { x, y, raw } : { x, y }

function runSeries(
  curves: Curves,
  kind: 'run' | 'baseline',
  { labelOf, looks }: CurveOptions,
): ChartSeries[] {
  return curves.lines.map((line) => ({
    id: line.id,
    label: labelOf(line.id) ?? line.label,
    kind,
    look: looks?.get(line.id) ?? lookOf(line.id),
    pieces: line.pieces.map(copyPiece),
    superseded: line.superseded.map(copyPiece),
    nonFinite: line.nonFinite,
    endsAt: line.endsAt,
    bands: [],
    runIds: [line.id],
  }))
}

/** Stretches of a band between its breaks, as first index and the one after the last. */
function stretchesOf(points: number, breaks: readonly number[]): [from: number, to: number][] {
  const starts = [0, ...breaks.filter((at) => at > 0 && at < points)]
  return points === 0 ? [] : starts.map((from, at) => [from, starts[at + 1] ?? points])
}

const groupSeries = (curves: Curves, { labelOf, looks, band: shown }: CurveOptions): ChartSeries[] =>
  curves.bands.map((band) => {
    const stretches = stretchesOf(band.x.length, band.breaks)
    return {
      id: band.id,
      label: labelOf(band.id) ?? band.label,
      kind: 'group',
      look: looks?.get(band.id) ?? lookOf(band.id),
      pieces: stretches.map(([from, to]) => ({ x: band.x.slice(from, to), y: band.middle.slice(from, to) })),
      superseded: [],
      nonFinite: [],
      endsAt: null,
      bands: stretches.map(([from, to]) => ({
        x: band.x.slice(from, to),
        n: band.n.slice(from, to),
        interval:
          shown === 'range' ? null : { low: band.low.slice(from, to), high: band.high.slice(from, to) },
        range:
          shown === 'interval' ? null : { low: band.min.slice(from, to), high: band.max.slice(from, to) },
      })),
      runIds: band.runIds,
    }
  })

/** Thins the lines of all runs together; groups come sampled on one grid, middle and band alike. */
function thinned(series: readonly ChartSeries[]): ChartSeries[] {
  const thin = thinPieces(series.flatMap((one) => [...one.pieces, ...one.superseded]))
  let at = 0
  const take = (pieces: readonly Piece[]) => pieces.map((piece) => thin[at++] ?? piece)
  return series.map((one) => ({ ...one, pieces: take(one.pieces), superseded: take(one.superseded) }))
}

function columnsOf(series: readonly ChartSeries[]): (readonly number[])[] {
  return series.flatMap((one) => [
    ...[...one.pieces, ...one.superseded].flatMap((piece) => (piece.raw ? [piece.y, piece.raw] : [piece.y])),
    ...one.bands.flatMap((band) =>
      [band.interval, band.range].flatMap((around) => (around ? [around.low, around.high] : [])),
    ),
  ])
}

function countNonPositive(series: readonly ChartSeries[]): number {
  let count = 0
  for (const one of series)
    for (const piece of one.pieces) for (const value of piece.raw ?? piece.y) if (value <= 0) count += 1
  return count
}

/**
 * What one chart shows, from the answer of the curves route: series with their looks, the visible span of x, the
 * scale of y over everything drawn. No pixel yet.
 */
export function prepareCurves(curves: Curves, options: CurveOptions): CurveChartModel {
  const baseline = options.baseline ? runSeries(options.baseline, 'baseline', options) : []
  const pinned = new Set(baseline.map((one) => one.id))
  const lines = runSeries(curves, 'run', options).filter((line) => !pinned.has(line.id))
  const thin = thinned([...lines, ...baseline])
  const drawn = options.extremes ? withExtremes(thin, options.extremes) : thin
  const series = [...drawn, ...groupSeries(curves, options)]
  const columns = columnsOf(series)
  const inGutter = options.log ? Math.max(curves.nonPositive, countNonPositive(series)) : 0
  return {
    metric: curves.metric,
    x: curves.x,
    view: options.zoom ?? curves.domain ?? options.baseline?.domain ?? null,
    scale: options.log
      ? logScale(
          extentOf(columns, (value) => value > 0),
          inGutter > 0,
        )
      : linearScale(extentOf(columns), 0.05),
    log: options.log,
    series,
    inGutter,
    shown: curves.shown,
    total: curves.total,
  }
}
