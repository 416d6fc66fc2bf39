import { type AxisScale, linearScale, positionOf } from '#components/charts/axis-scale.ts'
import type { Band, ChartSeries, CurveChartModel } from '#components/charts/prepare-curves.ts'
import { markerPath } from '#components/charts/series-look.ts'
import type { Piece } from '#components/charts/thin-piece.ts'

/** Size of the plotting area in pixels. */
export type Plot = { width: number; height: number }
export type SeriesPaths = {
  id: string
  line: string
  /** Unsmoothed values behind a smoothed line. */
  raw: string
  superseded: string
  /** Polygons around the middle of a group: bootstrap interval, and lowest to highest run. */
  interval: string
  range: string
  /** Stretches at or below zero, inside the gutter of a logarithmic axis. */
  gutter: string
  markers: string
  /** Values that are not finite: crosses at the foot, arrows at foot and head. */
  nonFinite: string
  /** Bars where a line ends before its neighbours do. */
  ends: string
  /** Where the number of runs behind a group changes. */
  changes: readonly { x: number; y: number; n: number }[]
}

const MARKER_GAP_PX = 90
const MOST_CHANGES = 4

export type ToPixels = {
  x: (value: number) => number
  y: (value: number) => number
  isGutter: (value: number) => boolean
}

/** Maps values of the model to pixels of the plot, from its upper left corner. */
export function toPixels(model: Pick<CurveChartModel, 'view' | 'scale'>, plot: Plot): ToPixels {
  const across: AxisScale = linearScale(model.view ? { low: model.view.from, high: model.view.to } : null)
  return {
    x: (value) => positionOf(across, value) * plot.width,
    y: (value) => (1 - positionOf(model.scale, value)) * plot.height,
    isGutter: (value) => model.scale.kind === 'log' && value <= 0,
  }
}

const point = (x: number, y: number): string => `${x.toFixed(1)} ${y.toFixed(1)}`

/** A line through the values, broken where they go to the gutter; a value alone becomes a dot. */
function linePath(x: readonly number[], y: readonly number[], to: ToPixels): string {
  let path = ''
  let open = 0
  for (let at = 0; at < x.length; at += 1) {
    const value = y[at] ?? Number.NaN
    if (!Number.isFinite(value) || to.isGutter(value)) {
      if (open === 1) path += 'h0.01'
      open = 0
      continue
    }
    path += `${open === 0 ? 'M' : 'L'}${point(to.x(x[at] ?? 0), to.y(value))}`
    open += 1
  }
  return open === 1 ? `${path}h0.01` : path
}

/** Stretches of values at or below zero as bars along the gutter, each at least 2 px wide. */
function gutterPath(pieces: readonly Piece[], to: ToPixels): string {
  let path = ''
  for (const { x, y, raw } of pieces) {
    const values = raw ?? y
    let start = Number.NaN
    for (let at = 0; at <= values.length; at += 1) {
      const value = values[at]
      const inside = value !== undefined && to.isGutter(value)
      if (inside && Number.isNaN(start)) start = to.x(x[at] ?? 0)
      if (inside || Number.isNaN(start)) continue
      const end = Math.max(start + 2, to.x(x[at - 1] ?? 0))
      path += `M${point(start - 1, to.y(0))}H${end.toFixed(1)}`
      start = Number.NaN
    }
  }
  return path
}

function bandPath(bands: readonly Band[], of: 'interval' | 'range', to: ToPixels): string {
  return bands
    .map((band) => {
      const around = band[of]
      if (around === null) return ''
      const above = band.x.map((x, at) => point(to.x(x), to.y(around.high[at] ?? 0)))
      const below = band.x.map((x, at) => point(to.x(x), to.y(around.low[at] ?? 0)))
      return `M${above.join('L')}L${below.reverse().join('L')}Z`
    })
    .join('')
}

/** The last point, and others about 90 px apart, so that a line is told from its neighbours without colour. */
function markersPath({ pieces, look }: ChartSeries, to: ToPixels, plot: Plot): string {
  let path = ''
  let before = Number.NEGATIVE_INFINITY
  const last = pieces.at(-1)
  for (const piece of pieces)
    piece.x.forEach((x, at) => {
      const [px, value] = [to.x(x), piece.y[at] ?? Number.NaN]
      const isLast = piece === last && at === piece.x.length - 1
      if (px < 0 || px > plot.width || (px - before < MARKER_GAP_PX && !isLast)) return
      if (!Number.isFinite(value) || to.isGutter(value)) return
      path += markerPath(look.marker, px, to.y(value))
      before = px
    })
  return path
}

const NON_FINITE: Record<string, (x: string, height: number) => string> = {
  NaN: (x, height) => `M${x} ${height - 4}m-3 -3l6 6m0 -6l-6 6`,
  Infinity: (x) => `M${x} 1l-3.5 6h7z`,
  '-Infinity': (x, height) => `M${x} ${height - 1}l-3.5 -6h7z`,
}

function nonFinitePath({ nonFinite }: ChartSeries, to: ToPixels, plot: Plot): string {
  // Marks on the same pixel would only thicken each other.
  const marks = new Set(nonFinite.map(({ x, value }) => `${Math.round(to.x(x))}|${value}`))
  return [...marks]
    .map((mark) => {
      const [x = '', value = 'NaN'] = mark.split('|')
      return Number(x) < 0 || Number(x) > plot.width
        ? ''
        : (NON_FINITE[value] ?? NON_FINITE.NaN)?.(x, plot.height)
    })
    .join('')
}

function endsPath(series: ChartSeries, to: ToPixels): string {
  if (series.endsAt === null) return ''
  const last = series.pieces.at(-1)
  const [x, y] = [last?.x.at(-1), last?.y.at(-1)]
  return x === undefined || y === undefined ? '' : `M${point(to.x(x), to.y(y) - 7)}v14`
}

function changesOf({ bands, pieces }: ChartSeries, to: ToPixels): SeriesPaths['changes'] {
  let before: number | null = null
  const changes: SeriesPaths['changes'][number][] = []
  bands.forEach((band, index) => {
    band.n.forEach((n, at) => {
      if (before !== null && n !== before)
        changes.push({ x: to.x(band.x[at] ?? 0), y: to.y(pieces[index]?.y[at] ?? 0), n })
      before = n
    })
  })
  return changes.slice(-MOST_CHANGES)
}

/** Path data of every series in pixels of the plot. */
export function preparePaths(model: CurveChartModel, plot: Plot): SeriesPaths[] {
  const to = toPixels(model, plot)
  return model.series.map((series) => ({
    id: series.id,
    line: series.pieces.map((piece) => linePath(piece.x, piece.y, to)).join(''),
    raw: series.pieces.map((piece) => (piece.raw ? linePath(piece.x, piece.raw, to) : '')).join(''),
    superseded: series.superseded.map((piece) => linePath(piece.x, piece.raw ?? piece.y, to)).join(''),
    interval: bandPath(series.bands, 'interval', to),
    range: bandPath(series.bands, 'range', to),
    gutter: gutterPath(series.pieces, to),
    markers: markersPath(series, to, plot),
    nonFinite: nonFinitePath(series, to, plot),
    ends: endsPath(series, to),
    changes: changesOf(series, to),
  }))
}
