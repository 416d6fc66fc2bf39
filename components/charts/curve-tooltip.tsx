'use client'

import type { Reading, Span } from '#components/charts/curve-readings.ts'
import { runsWords } from '#components/charts/curve-words.ts'
import { SeriesSwatch } from '#components/charts/series-swatch.tsx'
import { formatReading, formatX } from '#components/charts/x-axis.ts'

const MOST_ROWS = 12

type CurveTooltipProps = {
  x: string
  at: number
  readings: readonly Reading[]
  /** `mean, 95 % interval`: what value and brackets are. */
  statistic: string | null
  /** What a click or Enter does here. */
  hint: string | null
}

/** The place of the point nearest to the cursor: nothing was logged between two steps. */
function placeOf(at: number, readings: readonly Reading[]): number {
  const distance = (reading: Reading) => Math.abs(reading.x - at)
  return readings.toSorted((a, b) => distance(a) - distance(b))[0]?.x ?? at
}

const spanWords = ({ low, high }: Span): string => `[${formatReading(low)}, ${formatReading(high)}]`

/** What every line says at the cursor: value, raw value, and band with its number of runs. */
export function CurveTooltip({ x, at, readings, statistic, hint }: CurveTooltipProps) {
  const rest = readings.length - MOST_ROWS
  return (
    <div className="num w-max max-w-80 rounded-md border border-line bg-raised px-2 py-1 text-xs shadow-overlay">
      <p className="font-medium">{formatX(x, placeOf(at, readings))}</p>
      {readings.length === 0 ? <p className="text-muted">No value here</p> : null}
      <ul>
        {readings.slice(0, MOST_ROWS).map((reading) => (
          <li key={`${reading.kind} ${reading.id}`} className="flex items-center gap-1.5">
            <SeriesSwatch look={reading.look} baseline={reading.kind === 'baseline'} />
            <span className="min-w-0 flex-1 truncate">
              {reading.kind === 'baseline' ? 'baseline ' : ''}
              {reading.label}
            </span>
            <span className="font-medium">{formatReading(reading.value)}</span>
            {reading.raw === null ? null : (
              <span className="text-muted">raw {formatReading(reading.raw)}</span>
            )}
            {reading.band ? (
              <span className="text-muted">
                {reading.band.span ? spanWords(reading.band.span) : null}
                {reading.band.runs ? ` n=${runsWords(reading.band.runs)}` : null}
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {rest > 0 ? <p className="text-muted">and {rest} more</p> : null}
      {statistic ? <p className="text-muted">{statistic}</p> : null}
      {hint ? <p className="text-muted">{hint}</p> : null}
    </div>
  )
}
