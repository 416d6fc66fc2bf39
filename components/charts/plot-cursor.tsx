'use client'

import { linearScale, positionOf } from '#components/charts/axis-scale.ts'
import { type CursorStore, useCursor } from '#components/charts/cursor-store.ts'
import { type Reading, readingsAt } from '#components/charts/curve-readings.ts'
import { CurveTooltip } from '#components/charts/curve-tooltip.tsx'
import type { CurveChartModel } from '#components/charts/prepare-curves.ts'

type PlotCursorProps = {
  chart: string
  model: CurveChartModel
  cursor: CursorStore
  statistic: string | null
  hint: string | null
}

/** A place on the axis must be this share of the view from a point to read it. */
export const REACH = 0.02

/** The linked cursor inside one chart, with a dot on every line; the chart in use says the values. */
export function PlotCursor({ chart, model, cursor, statistic, hint }: PlotCursorProps) {
  const at = useCursor(cursor)
  if (at === null || model.view === null || at.x < model.view.from || at.x > model.view.to) return null
  const { from, to } = model.view
  const across = linearScale({ low: from, high: to })
  const readings = readingsAt(model, at.x, (to - from) * REACH)
  const left = positionOf(across, at.x) * 100
  return (
    <div aria-hidden className="pointer-events-none absolute inset-0">
      <div data-cursor className="absolute inset-y-0 w-px bg-edge" style={{ left: `${left}%` }} />
      {readings.map((reading) => (
        <Dot
          key={`${reading.kind} ${reading.id}`}
          reading={reading}
          left={positionOf(across, reading.x) * 100}
          top={(1 - positionOf(model.scale, reading.value)) * 100}
        />
      ))}
      {at.chart === chart ? (
        <div
          className="absolute top-2 z-20"
          style={left < 50 ? { left: `calc(${left}% + 12px)` } : { right: `calc(${100 - left}% + 12px)` }}
        >
          <CurveTooltip x={model.x} at={at.x} {...{ readings, statistic, hint }} />
        </div>
      ) : null}
    </div>
  )
}

const Dot = ({ reading, left, top }: { reading: Reading; left: number; top: number }) => (
  <div
    className="absolute -mt-1 -ml-1 size-2 rounded-full border border-raised"
    style={{
      left: `${left}%`,
      top: `${top}%`,
      background: reading.kind === 'baseline' ? 'var(--ink)' : reading.look.colour,
    }}
  />
)
