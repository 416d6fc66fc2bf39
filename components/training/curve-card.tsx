'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import type { CursorStore } from '#components/charts/cursor-store.ts'
import { CurveChart } from '#components/charts/curve-chart.tsx'
import { CurveTable } from '#components/charts/curve-table.tsx'
import {
  AGGREGATE_NAMES,
  curveSentence,
  pointsBadge,
  smoothingWords,
} from '#components/charts/curve-words.ts'
import { type CurveChartModel, prepareCurves } from '#components/charts/prepare-curves.ts'
import { nameOfX } from '#components/charts/x-axis.ts'
import { LoadFailed } from '#components/data/query-state.tsx'
import { readJson } from '#components/data/read-json.ts'
import { CardActions } from '#components/training/card-actions.tsx'
import { baselineQuery, curveQuery, type Drawn } from '#components/training/drawn-runs.ts'
import { MetricTitle } from '#components/training/metric-picker.tsx'
import { type PlotPoint, pointAt } from '#components/training/point-at.ts'
import type { CurveView } from '#components/training/training-url.ts'
import type { ChangeView } from '#components/training/use-curve-view.ts'
import { api, keys } from '#lib/contracts/api-paths.ts'
import { Curves } from '#lib/contracts/curves.ts'

const POLL_MS = 3000
const HEIGHTS = { normal: 200, large: 420 }
const COLUMNS = 400

export type CurveCardProps = {
  metric: string
  drawn: Drawn
  view: CurveView
  cursor: CursorStore
  change: ChangeView
  onPoint: (point: PlotPoint) => void
}

function useCurves(query: Record<string, string | number | undefined>, drawn: Drawn, enabled: boolean) {
  return useQuery({
    queryKey: keys.curves(query),
    queryFn: ({ signal }) => readJson(api.curves(query), Curves, signal),
    placeholderData: keepPreviousData,
    enabled,
    // Runs that ended never change: nothing asks for them again by itself.
    staleTime: drawn.isLive ? POLL_MS : Number.POSITIVE_INFINITY,
    refetchInterval: drawn.isLive ? POLL_MS : false,
  })
}

/** How the middle and the band of a group came about; null for lines. */
function statisticOf(drawn: Drawn, view: CurveView): string | null {
  if (drawn.group === 'none') return null
  const around = view.band === 'range' ? 'lowest to highest run' : 'bootstrap 95 % interval'
  return `${AGGREGATE_NAMES[view.aggregate]} over seeds, [${around}]`
}

/** One metric: chart, what was done to the data, a sentence, the numbers, downloads. */
export function CurveCard(props: CurveCardProps) {
  const { metric, drawn, view } = props
  const figure = useRef<HTMLElement>(null)
  const query = useCurves(curveQuery(metric, drawn, view), drawn, drawn.runs.length > 0)
  const pinned = drawn.baseline?.id ?? ''
  const baseline = useCurves(baselineQuery(metric, pinned, view), drawn, pinned !== '')
  const curves = drawn.runs.length > 0 ? query.data : NOTHING
  const pin = pinned === '' ? undefined : baseline.data
  const { log, band, zoom } = view
  const { labels } = drawn
  const model = useMemo(
    () =>
      curves
        ? prepareCurves(curves, { log, band, zoom, labelOf: (id) => labels.get(id), baseline: pin })
        : null,
    [curves, pin, log, band, zoom, labels],
  )
  const isLarge = view.large === metric
  const height = isLarge ? HEIGHTS.large : HEIGHTS.normal
  return (
    <figure
      ref={figure}
      aria-label={`Curve of ${metric}`}
      className={`min-w-0 rounded-md border border-line bg-raised p-2 ${isLarge ? 'col-span-full' : ''}`}
    >
      <div className="flex min-h-7 items-center gap-2 pb-1">
        <h3 className="min-w-0 flex-1 truncate text-sm" title={metric}>
          <MetricTitle metric={metric} />
        </h3>
        <CardActions
          {...props}
          model={model}
          figure={figure}
          isLarge={isLarge}
          notes={notesOf(model, props)}
        />
      </div>
      {query.isError ? (
        <LoadFailed what={`The curve of ${metric}`} error={query.error} retry={() => void query.refetch()} />
      ) : (
        <Drawing {...props} model={model} whole={curves?.domain ?? pin?.domain ?? null} height={height} />
      )}
      <figcaption className="mt-1 min-h-24 text-xs text-muted">
        {model ? (
          <>
            {notesOf(model, props).map((note) => (
              <span key={note} className="block">
                {note}
              </span>
            ))}
            {curveSentence(model)}
          </>
        ) : null}
      </figcaption>
      {model ? <CurveTable model={model} /> : <div className="mt-1 h-6" />}
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
    [statisticOf(drawn, view), smoothingWords(view.smoothing)].filter(Boolean).join('; '),
  ]
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
