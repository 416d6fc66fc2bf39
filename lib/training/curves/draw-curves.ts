import type { CurveBand, CurveLine, Curves } from '#lib/contracts/curves.ts'
import { seededRandom } from '#lib/domain/random.ts'
import { type Aggregate, createBootstrap } from '#lib/training/curves/aggregate.ts'
import type { AssembledSeries } from '#lib/training/curves/assemble-series.ts'
import { drawBand, VALUES_A_PLACE } from '#lib/training/curves/draw-band.ts'
import {
  type Piece,
  POINTS_A_COLUMN,
  POINTS_A_SMOOTHED_COLUMN,
  type SampledLine,
  sampleLine,
  type Window,
} from '#lib/training/curves/sample-line.ts'
import { type Smoothing, smooth } from '#lib/training/curves/smooth.ts'
import { type PlacedLine, placeLine, type XAxis, xOf } from '#lib/training/curves/x-axis.ts'

/** One run's part of a chart. */
export type ChartRun = {
  id: string
  label: string
  /** Name under which the run logged the metric. */
  key: string
  group: { id: string; label: string }
  /** More points may come. */
  live: boolean
  series: AssembledSeries
  axis: XAxis
}
export type ChartOptions = {
  grouped: boolean
  aggregate: Aggregate
  smoothing: Smoothing
  from?: number | undefined
  to?: number | undefined
  columns: number
}
export type DrawnChart = Omit<Curves, 'metric' | 'x' | 'tookMs'>

/** Most vertices that a browser is given for one chart, over all its lines. */
export const MAX_VERTICES = 20_000
/** What lies under a curve after a resume may take so much of a chart. */
const SUPERSEDED_SHARE = 0.2
/** A band is drawn by resampling; the same runs give the same band. */
const BOOTSTRAP_SEED = 20_260_104

type Placed = { run: ChartRun; line: PlacedLine; superseded: PlacedLine[] }

function place(run: ChartRun, smoothing: Smoothing): Placed {
  const { points, superseded } = run.series
  // On the full series and before any sampling: a curve must not change with the zoom (tensorboard#1518).
  const smoothed = smooth(points, smoothing)
  const raw = smoothed === null ? null : points.values
  return {
    run,
    line: placeLine(xOf(points, run.axis), smoothed ?? points.values, raw),
    superseded: superseded.map((piece) => placeLine(xOf(piece, run.axis), piece.values, null)),
  }
}

function domainOf(placed: readonly Placed[]): Curves['domain'] {
  let from = Number.POSITIVE_INFINITY
  let to = Number.NEGATIVE_INFINITY
  for (const { line, superseded } of placed)
    for (const { x } of [line, ...superseded]) {
      from = Math.min(from, x[0] ?? from)
      to = Math.max(to, x[x.length - 1] ?? to)
    }
  return from <= to ? { from, to } : null
}

/** A whole chart from the full series of its runs: placed, smoothed, then cut to the window and sampled. */
export function drawCurves(runs: readonly ChartRun[], options: ChartOptions): DrawnChart {
  const placed = runs.map((run) => place(run, options.smoothing))
  const domain = domainOf(placed)
  const window = {
    from: options.from ?? domain?.from ?? 0,
    to: options.to ?? domain?.to ?? 0,
    columns: options.columns,
  }
  const drawn = options.grouped
    ? drawBands(placed, window, options.aggregate)
    : drawLines(placed, window, domain)
  const parts = [...drawn.lines, ...drawn.bands]
  return {
    ...drawn,
    domain,
    shown: parts.reduce((sum, { shown }) => sum + shown, 0),
    total: parts.reduce((sum, { total }) => sum + total, 0),
  }
}

type Drawn = Pick<Curves, 'lines' | 'bands' | 'nonPositive'>
const columnsFor = (asked: number, vertices: number, aColumn: number): number =>
  Math.max(1, Math.min(asked, Math.floor(vertices / aColumn)))

function drawLines(placed: readonly Placed[], window: Window, domain: Curves['domain']): Drawn {
  const isSmoothed = placed.some(({ line }) => line.raw !== null)
  const hasSuperseded = placed.some(({ superseded }) => superseded.length > 0)
  const share = MAX_VERTICES * (hasSuperseded ? 1 - SUPERSEDED_SHARE : 1)
  // Two vertices of each line lead to the edges of the window.
  const each = share / Math.max(1, placed.length) - 2
  const aColumn = isSmoothed ? POINTS_A_SMOOTHED_COLUMN : POINTS_A_COLUMN
  const columns = columnsFor(window.columns, each, aColumn)
  let nonPositive = 0
  const lines = placed.map(({ run, line, superseded }): CurveLine => {
    const { pieces, nonFinite, ...sampled } = sampleLine(line, { ...window, columns })
    nonPositive += sampled.nonPositive
    const end = line.x[line.x.length - 1]
    return {
      id: run.id,
      label: run.label,
      key: run.key,
      pieces,
      superseded: sampleSuperseded(superseded, window, (MAX_VERTICES * SUPERSEDED_SHARE) / placed.length),
      nonFinite,
      shown: sampled.shown,
      total: sampled.total,
      endsAt: run.live || end === undefined || domain === null || end >= domain.to ? null : end,
    }
  })
  return { lines, bands: [], nonPositive }
}

/** Newest first until the room is used; a chart of a run that resumes at every step stays a chart. */
function sampleSuperseded(lines: readonly PlacedLine[], window: Window, vertices: number): Piece[] {
  const pieces: Piece[] = []
  let room = Math.floor(vertices)
  const columns = columnsFor(window.columns, room / Math.max(1, lines.length) - 2, POINTS_A_COLUMN)
  for (const line of lines.toReversed()) {
    const sampled: SampledLine = sampleLine(line, { ...window, columns })
    room -= sampled.pieces.reduce((sum, { x }) => sum + x.length, 0)
    if (room < 0) break
    pieces.unshift(...sampled.pieces)
  }
  return pieces
}

function drawBands(placed: readonly Placed[], window: Window, aggregate: Aggregate): Drawn {
  const groups = Map.groupBy(placed, ({ run }) => run.group.id)
  const columns = columnsFor(
    window.columns,
    MAX_VERTICES / Math.max(1, groups.size) - VALUES_A_PLACE,
    VALUES_A_PLACE,
  )
  let nonPositive = 0
  const bands = [...groups].map(([id, members]): CurveBand => {
    const bootstrap = createBootstrap(seededRandom(BOOTSTRAP_SEED), aggregate)
    const lines = members.map(({ line }) => line)
    const drawn = drawBand(lines, { ...window, columns }, { aggregate, bootstrap })
    const { nonPositive: below, ...band } = drawn
    nonPositive += below
    return {
      id,
      label: members[0]?.run.group.label ?? id,
      runIds: members.map(({ run }) => run.id),
      ...band,
    }
  })
  return { lines: [], bands, nonPositive }
}
