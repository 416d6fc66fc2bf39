'use client'

import { memo, useId, useMemo } from 'react'
import { CartesianGrid, LineChart, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import { GUTTER, ticksOf } from '#components/charts/axis-scale.ts'
import { CurveLayer } from '#components/charts/curve-layer.tsx'
import type { CurveChartModel } from '#components/charts/prepare-curves.ts'
import { labelled, xTicks } from '#components/charts/x-axis.ts'

/** Pixels around the plotting area: axis labels left and below, half a label right. */
export const PLOT_MARGIN = { top: 8, right: 14, bottom: 24, left: 48 } as const
const TICK = { fill: 'var(--muted)', fontSize: 11 }
/** Both axes count shares of their length; where a value stands was computed before. */
const UNIT = { type: 'number', dataKey: 'at', domain: [0, 1], allowDataOverflow: true, interval: 0 } as const
const ENDS = [{ at: 0 }, { at: 1 }]

type Tick = { at: number; label: string }

function yTicks({ scale, log, inGutter }: CurveChartModel, count: number): Tick[] {
  const ticks = labelled(ticksOf(scale, count))
  return log && inGutter > 0 ? [{ at: GUTTER / 2, label: '≤ 0' }, ...ticks] : ticks
}

const axisOf = (ticks: readonly Tick[]) => ({
  ...UNIT,
  ticks: ticks.map((tick) => tick.at),
  tickFormatter: (_: number, index: number) => ticks[index]?.label ?? '',
  tick: TICK,
  stroke: 'var(--edge)',
})

/** Axes and lines of one chart. It draws again when its data change, not when the cursor moves. */
export const CurvePlot = memo(function CurvePlot({
  model,
  height,
}: {
  model: CurveChartModel
  height: number
}) {
  const clip = `plot${useId()}`
  const ys = useMemo(() => yTicks(model, height > 260 ? 8 : 5), [model, height])
  const xs = useMemo(() => xTicks(model.x, model.view, height > 260 ? 8 : 4), [model, height])
  return (
    <ResponsiveContainer width="100%" height={height}>
      <LineChart
        data={ENDS}
        margin={{ top: PLOT_MARGIN.top, right: PLOT_MARGIN.right, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis {...axisOf(xs)} height={PLOT_MARGIN.bottom} />
        <YAxis {...axisOf(ys)} width={PLOT_MARGIN.left} />
        <CurveLayer model={model} clip={clip} />
      </LineChart>
    </ResponsiveContainer>
  )
})
