'use client'

import type { CursorStore } from '#components/charts/cursor-store.ts'
import { CurvePlot, PLOT_MARGIN } from '#components/charts/curve-plot.tsx'
import { PlotControl } from '#components/charts/plot-control.tsx'
import { PlotCursor } from '#components/charts/plot-cursor.tsx'
import type { Span } from '#components/charts/plot-gestures.ts'
import type { CurveChartModel } from '#components/charts/prepare-curves.ts'

type CurveChartProps = {
  /** Name of this chart among those that share the cursor. */
  chart: string
  xName: string
  model: CurveChartModel
  /** Extent of the data without the zoom. */
  whole: Span | null
  height: number
  cursor: CursorStore
  statistic: string | null
  hint: string | null
  onZoom: (zoom: Span | null) => void
  onOpen: (x: number, height: number | null) => void
}

/** One metric of all drawn runs: lines, linked cursor, zoom by dragging and by keyboard. */
export function CurveChart({
  chart,
  xName,
  model,
  whole,
  height,
  cursor,
  statistic,
  hint,
  onZoom,
  onOpen,
}: CurveChartProps) {
  const { top, right, bottom, left } = PLOT_MARGIN
  const view = model.view
  return (
    <div className="relative" style={{ height }}>
      <div aria-hidden>
        <CurvePlot model={model} height={height} />
      </div>
      {view && whole ? (
        <div className="absolute" style={{ top, right, bottom, left }}>
          <PlotControl
            chart={chart}
            label={`Cursor of ${chart} over ${xName}`}
            {...{ model, view, whole, cursor, onZoom, onOpen }}
          />
          <PlotCursor chart={chart} {...{ model, cursor, statistic, hint }} />
        </div>
      ) : null}
    </div>
  )
}
