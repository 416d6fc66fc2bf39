'use client'

import { memo, useMemo } from 'react'
import { Curve, usePlotArea } from 'recharts'
import { GUTTER } from '#components/charts/axis-scale.ts'
import type { ChartSeries, CurveChartModel } from '#components/charts/prepare-curves.ts'
import { preparePaths, type SeriesPaths } from '#components/charts/prepare-paths.ts'
import { formatCount } from '#components/patterns/format.ts'

/** With more lines than this, dashes and markers would only be a haze. */
const MOST_MARKED = 12
const BASELINE = { colour: 'var(--ink)', dash: '8 4', width: 2 }

/** All series of a chart, one path a part and no dot a point, in the plotting area that Recharts laid out. */
export const CurveLayer = memo(function CurveLayer({
  model,
  clip,
}: {
  model: CurveChartModel
  clip: string
}) {
  const area = usePlotArea()
  const [width, height] = [area?.width ?? 0, area?.height ?? 0]
  const paths = useMemo(() => preparePaths(model, { width, height }), [model, width, height])
  if (!area || width <= 0 || height <= 0) return null
  const isMarked = model.series.length <= MOST_MARKED
  return (
    <g transform={`translate(${area.x} ${area.y})`}>
      <clipPath id={clip}>
        <rect width={width} height={height} />
      </clipPath>
      {model.log && model.inGutter > 0 ? <Gutter {...{ width, height }} count={model.inGutter} /> : null}
      <g clipPath={`url(#${clip})`} fill="none" strokeLinejoin="round" strokeLinecap="round">
        {model.series.map((series, at) => {
          const of = paths[at]
          return of ? <SeriesMarks key={series.id} {...{ series, of, isMarked }} /> : null
        })}
      </g>
    </g>
  )
})

function SeriesMarks({ series, of, isMarked }: { series: ChartSeries; of: SeriesPaths; isMarked: boolean }) {
  const isBaseline = series.kind === 'baseline'
  const stroke = isBaseline ? BASELINE.colour : series.look.colour
  const dash = isBaseline ? BASELINE.dash : isMarked ? series.look.dash : ''
  return (
    <g stroke={stroke} data-series={series.id} data-kind={series.kind}>
      {of.range ? (
        <Curve
          path={of.range}
          fill={stroke}
          fillOpacity={0.08}
          strokeOpacity={0.5}
          strokeWidth={0.75}
          data-part="range"
        />
      ) : null}
      {of.interval ? (
        <Curve path={of.interval} fill={stroke} fillOpacity={0.2} stroke="none" data-part="interval" />
      ) : null}
      {of.superseded ? (
        <Curve path={of.superseded} strokeOpacity={0.35} strokeDasharray="1 3" data-part="superseded" />
      ) : null}
      {of.raw ? <Curve path={of.raw} strokeOpacity={0.35} strokeWidth={1} data-part="raw" /> : null}
      <Curve
        path={of.line}
        strokeWidth={isBaseline ? BASELINE.width : 1.5}
        strokeDasharray={dash}
        data-part="line"
      />
      {of.gutter ? <Curve path={of.gutter} strokeWidth={4} data-part="gutter" /> : null}
      {of.ends ? <Curve path={of.ends} strokeWidth={2} data-part="end" /> : null}
      {of.nonFinite ? (
        <Curve path={of.nonFinite} strokeWidth={1.5} fill={stroke} data-part="non-finite" />
      ) : null}
      {isMarked && of.markers ? <Curve path={of.markers} fill="var(--raised)" data-part="markers" /> : null}
      {of.changes.map((change) => (
        <g key={`${change.x} ${change.n}`} data-part="n">
          <path d={`M${change.x.toFixed(1)} ${(change.y - 7).toFixed(1)}v14`} strokeWidth={2} />
          <text
            x={change.x + 4}
            y={Math.max(10, change.y - 8)}
            fontSize={11}
            fill="var(--ink)"
            stroke="var(--raised)"
            strokeWidth={3}
            paintOrder="stroke"
          >
            n={change.n}
          </text>
        </g>
      ))}
    </g>
  )
}

/** The part of a logarithmic axis for values that have no logarithm. */
function Gutter({ width, height, count }: { width: number; height: number; count: number }) {
  const top = height * (1 - GUTTER)
  return (
    <g data-part="gutter-ground">
      <rect y={top} width={width} height={height - top} fill="var(--sunken)" />
      <path d={`M0 ${top}H${width}`} stroke="var(--edge)" strokeDasharray="2 2" />
      <text x={width - 4} y={top - 3} textAnchor="end" fontSize={11} fill="var(--muted)">
        {`at or below 0: ${formatCount(count)}`}
      </text>
    </g>
  )
}
