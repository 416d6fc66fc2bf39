import type { Band, ChartSeries, CurveChartModel } from '#components/charts/prepare-curves.ts'

export type Span = { low: number; high: number }

/**
 * Of a group its interval (its range where no interval is shown), of a run what its tracker kept of each point. One run
 * alone of a group spans nothing: [0.5, 0.5] would pass for a certain 0.5.
 */
export function spanOf(kind: ChartSeries['kind'], band: Band, at: number): Span | null {
  const around = band.interval ?? band.range
  const [low, high] = [around?.low[at], around?.high[at]]
  if (low === undefined || high === undefined || (kind === 'group' && band.n[at] === 1)) return null
  return { low, high }
}

/** What a series says at one place of x. */
export type Reading = {
  id: string
  label: string
  kind: ChartSeries['kind']
  look: ChartSeries['look']
  /** Place of the nearest point that is shown. */
  x: number
  value: number
  raw: number | null
  /** What lies around the value, and of a group how many of its runs have one here. */
  band: { span: Span | null; runs: { n: number; of: number } | null } | null
}

/** Index of the entry of a rising column that is nearest to `x`. */
export function nearestIndex(column: readonly number[], x: number): number {
  let [low, high] = [0, column.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((column[middle] ?? 0) < x) low = middle + 1
    else high = middle
  }
  const before = column[low - 1]
  return before !== undefined && x - before <= (column[low] ?? 0) - x ? low - 1 : low
}

function readingOf(series: ChartSeries, x: number, reach: number): Reading | null {
  let best: { distance: number; piece: number; at: number } | null = null
  series.pieces.forEach((piece, index) => {
    if (piece.x.length === 0) return
    const at = nearestIndex(piece.x, x)
    const distance = Math.abs((piece.x[at] ?? 0) - x)
    const [first = 0, last = 0] = [piece.x[0], piece.x.at(-1)]
    // Inside a piece the line is drawn through, however far apart its points are.
    if (distance > reach && (x < first || x > last)) return
    if (best === null || distance < best.distance) best = { distance, piece: index, at }
  })
  if (best === null) return null
  const { piece: index, at } = best as { piece: number; at: number }
  const piece = series.pieces[index]
  const value = piece?.y[at]
  if (piece === undefined || value === undefined) return null
  const { id, label, kind, look } = series
  const band = series.bands[index]
  const runs = band && kind === 'group' ? { n: band.n[at] ?? 0, of: series.runIds.length } : null
  const span = band ? spanOf(kind, band, at) : null
  return {
    id,
    label,
    kind,
    look,
    x: piece.x[at] ?? x,
    value,
    raw: piece.raw?.[at] ?? null,
    band: span || runs ? { span, runs } : null,
  }
}

/**
 * Readings of all series at `x`, highest value first, the baseline last. A series that is not drawn there (it
 * ended, or has a gap wider than `reach`) has none.
 */
export function readingsAt(model: CurveChartModel, x: number, reach: number): Reading[] {
  return model.series
    .flatMap((series) => readingOf(series, x, reach) ?? [])
    .toSorted((a, b) => Number(a.kind === 'baseline') - Number(b.kind === 'baseline') || b.value - a.value)
}

/** Places of x that the keyboard steps over: every point that is shown inside the view, rising. */
export function stopsOf(model: CurveChartModel): number[] {
  const { view } = model
  if (view === null) return []
  const all = new Set(model.series.flatMap((series) => series.pieces.flatMap((piece) => piece.x)))
  return [...all].filter((x) => x >= view.from && x <= view.to).sort((a, b) => a - b)
}
