'use client'

import { type ReactNode, useMemo, useRef, useState } from 'react'
import { LEAST_HEIGHT } from '#components/charts/chart-height.ts'
import type { CursorStore } from '#components/charts/cursor-store.ts'
import { CurveChart } from '#components/charts/curve-chart.tsx'
import { CurveTable } from '#components/charts/curve-table.tsx'
import {
  AGGREGATE_NAMES,
  curveNotes,
  curveSentence,
  pointsBadge,
  smoothingWords,
} from '#components/charts/curve-words.ts'
import { HeightHandle } from '#components/charts/height-handle.tsx'
import { type CurveChartModel, prepareCurves } from '#components/charts/prepare-curves.ts'
import { nameOfX } from '#components/charts/x-axis.ts'
import { LoadFailed } from '#components/patterns/query-state.tsx'
import { CardActions } from '#components/training/card-actions.tsx'
import type { Drawn } from '#components/training/drawn-runs.ts'
import type { ExtremeKeys } from '#components/training/metric-extremes.ts'
import { MetricTitle } from '#components/training/metric-picker.tsx'
import { type PlotPoint, pointAt } from '#components/training/point-at.ts'
import type { CurveView } from '#components/training/training-url.ts'
import type { ChangeView } from '#components/training/use-curve-view.ts'
import { useCurves } from '#components/training/use-curves.ts'
import { FullScreen } from '#components/ui/full-screen.tsx'
import type { Curves } from '#lib/contracts/curves.ts'

const COLUMNS = 400

export type CurveCardProps = {
  metric: string
  /** Metrics that hold the lowest and highest behind each of its points. */
  extremes: ExtremeKeys | null
  drawn: Drawn
  view: CurveView
  cursor: CursorStore
  change: ChangeView
  /** Of the whole page; a chart that fills the screen needs it beside it. */
  legend: ReactNode
  onPoint: (point: PlotPoint) => void
}

/** How the middle and the band of a group came about; null for lines. */
function statisticOf(drawn: Drawn, view: CurveView): string | null {
  if (drawn.group === 'none') return null
  const around = view.band === 'range' ? 'lowest to highest run' : 'bootstrap 95 % interval'
  return `${AGGREGATE_NAMES[view.aggregate]} over seeds, [${around}]`
}

/** One metric: chart, what was done to the data, a sentence, the numbers, downloads; over the whole screen on demand. */
export function CurveCard(props: CurveCardProps) {
  const { metric, view, change, legend } = props
  const [dragged, drag] = useState<number | null>(null)
  // The address follows a moment later; until then the chart keeps the height that it was given.
  if (dragged === view.height) drag(null)
  return (
    <>
      <CardBody {...props} height={dragged ?? view.height} isWhole={false}>
        <HeightHandle
          label={`Height of the charts, at ${metric}`}
          height={dragged ?? view.height}
          onDrag={drag}
          onHeight={(height) => {
            drag(height)
            change({ height }, 'replace')
          }}
        />
      </CardBody>
      {view.large === metric ? (
        <FullScreen title={metric} onClose={() => change({ large: null })}>
          {(height) => (
            <div className="flex flex-col gap-2">
              <CardBody {...props} height={Math.max(LEAST_HEIGHT, height - AROUND_WHOLE)} isWhole />
              {legend}
            </div>
          )}
        </FullScreen>
      ) : null}
    </>
  )
}

/** Title, notes, data table and a line of legend of a chart that fills the screen, in pixels. */
const AROUND_WHOLE = 240

type CardBodyProps = CurveCardProps & { height: number; isWhole: boolean; children?: ReactNode }

function CardBody({ height, isWhole, children, ...props }: CardBodyProps) {
  const { metric, extremes, drawn, view } = props
  const figure = useRef<HTMLElement>(null)
  const { query, pin, low, high } = useCurves(metric, extremes, drawn, view)
  const curves = drawn.runs.length > 0 ? query.data : NOTHING
  const { log, band, zoom } = view
  const { labels, looks } = drawn
  const model = useMemo(() => {
    const options = { log, band, zoom, labelOf: (id: string) => labels.get(id), looks, baseline: pin }
    return curves ? prepareCurves(curves, { ...options, extremes: { low, high } }) : null
  }, [curves, pin, low, high, log, band, zoom, labels, looks])
  return (
    <figure
      ref={figure}
      aria-label={`Curve of ${metric}`}
      className={isWhole ? 'min-w-0' : 'min-w-0 rounded-md border border-line bg-raised p-2 pb-0'}
    >
      <div className="flex min-h-7 items-center gap-2 pb-1">
        {isWhole ? (
          <span className="flex-1" />
        ) : (
          <h3 className="min-w-0 flex-1 text-sm" title={metric}>
            <MetricTitle metric={metric} />
          </h3>
        )}
        <CardActions {...props} {...{ model, figure, isWhole }} notes={notesOf(model, props)} />
      </div>
      {query.isError ? (
        <LoadFailed what={`The curve of ${metric}`} error={query.error} retry={() => void query.refetch()} />
      ) : (
        <Drawing {...props} model={model} whole={curves?.domain ?? pin?.domain ?? null} height={height} />
      )}
      <figcaption className="mt-1 min-h-4 text-xs text-muted">
        {model ? (
          <>
            {notesOf(model, props).join(' · ')}
            <span className="sr-only">. {curveSentence(model)}</span>
          </>
        ) : null}
      </figcaption>
      {model ? <CurveTable model={model} /> : <div className="mt-1 h-6" />}
      {children}
    </figure>
  )
}

const NOTHING: Curves = {
  metric: '',
  x: 'step',
  lines: [],
  bands: [],
  domain: null,
  nonPositive: 0,
  shown: 0,
  total: 0,
  tookMs: 0,
}

/** Lines below a chart, on the page and in its picture: points shown, smoothing, statistic. */
function notesOf(model: CurveChartModel | null, { drawn, view }: CurveCardProps): string[] {
  if (model === null) return []
  return [
    pointsBadge(model),
    statisticOf(drawn, view),
    view.smoothing.kind === 'none' ? null : smoothingWords(view.smoothing),
    model.series.some(({ kind, bands }) => kind === 'run' && bands.length > 0)
      ? 'band: lowest to highest behind each point'
      : null,
    ...curveNotes(model),
  ].filter((note) => note !== null)
}

type DrawingProps = CurveCardProps & {
  model: CurveChartModel | null
  whole: { from: number; to: number } | null
  height: number
}

function Drawing({ model, whole, height, metric, drawn, view, cursor, change, onPoint }: DrawingProps) {
  if (model === null)
    return (
      <div
        role="status"
        aria-label={`Loading the curve of ${metric}`}
        className="animate-pulse rounded-sm bg-sunken"
        style={{ height }}
      />
    )
  if (model.series.every((one) => one.pieces.length === 0 && one.nonFinite.length === 0))
    return (
      <p className="flex items-center justify-center text-muted" style={{ height }}>
        {drawn.runs.length === 0
          ? 'No run is drawn: choose some on the left.'
          : 'No drawn run has points here.'}
      </p>
    )
  const opens = drawn.hasRollouts && view.x === 'step'
  return (
    <CurveChart
      {...{ model, whole, height, cursor }}
      chart={metric}
      xName={nameOfX(view.x)}
      statistic={statisticOf(drawn, view)}
      hint={opens ? 'Click or Enter: environments of this step' : null}
      onZoom={(zoom) => change({ zoom })}
      onOpen={(x, at) => {
        const point = opens ? pointAt(model, x, at, COLUMNS) : null
        if (point) onPoint(point)
      }}
    />
  )
}
