import type { Reading } from '#components/charts/curve-readings.ts'
import type { CurveChartModel } from '#components/charts/prepare-curves.ts'
import { formatReading, nameOfX } from '#components/charts/x-axis.ts'
import { formatCount, plural } from '#components/patterns/format.ts'
import type { AGGREGATES } from '#lib/contracts/curves.ts'

export type Aggregate = (typeof AGGREGATES)[number]
export type Smoothing =
  | { kind: 'none' }
  | { kind: 'ema'; weight: number }
  | { kind: 'time-ema'; halfLifeSeconds: number }
  | { kind: 'window'; points: number }

export const AGGREGATE_NAMES: Record<Aggregate, string> = {
  mean: 'mean',
  median: 'median',
  iqm: 'interquartile mean',
}

/** How a line was smoothed, with its parameter; all are causal: a value never depends on later points. */
export function smoothingWords(smoothing: Smoothing): string {
  switch (smoothing.kind) {
    case 'none':
      return 'not smoothed'
    case 'ema':
      return `EMA, weight of the past ${smoothing.weight}, raw behind`
    case 'time-ema':
      return `time EMA, half-life ${smoothing.halfLifeSeconds} s, raw behind`
    case 'window':
      return `mean of the last ${plural(smoothing.points, 'point')}, raw behind`
  }
}

/** `1,204 of 100,000 points: first, last, lowest and highest kept` */
export function pointsBadge({ shown, total }: Pick<CurveChartModel, 'shown' | 'total'>): string {
  if (shown >= total) return `all ${plural(total, 'point')}`
  return `${formatCount(shown)} of ${formatCount(total)} points: first, last, lowest and highest kept`
}

function lastOf(series: CurveChartModel['series'][number]): number | null {
  return series.pieces.at(-1)?.y.at(-1) ?? null
}

/** What the lines alone do not say: runs that ended early, values that have no place on the axis. */
export function curveNotes(model: CurveChartModel): string[] {
  const compared = model.series.filter((one) => one.kind !== 'baseline')
  const early = compared.filter((one) => one.endsAt !== null).length
  const broken = compared.reduce((sum, one) => sum + one.nonFinite.length, 0)
  return [
    early > 0 ? `${plural(early, 'run')} ended early` : '',
    broken > 0 ? `${plural(broken, 'value')} ${broken === 1 ? 'is' : 'are'} not finite` : '',
    model.inGutter > 0 ? `${plural(model.inGutter, 'value')} at or below zero in the gutter` : '',
  ].filter(Boolean)
}

type End = { label: string; value: number }

/** Where the lines of a chart end; of those that read alike none is the highest. */
function endsOf(count: number, top: End, bottom: End): string {
  const [high, low] = [formatReading(top.value), formatReading(bottom.value)]
  if (count === 1) return `it ends at ${high}`
  if (high === low) return `all end at ${high}`
  return `highest at the end: ${top.label} (${high}), lowest: ${bottom.label} (${low})`
}

/** What the chart shows in a sentence, for people who do not see it. */
export function curveSentence(model: CurveChartModel): string {
  const compared = model.series.filter((one) => one.kind !== 'baseline')
  const ended = compared
    .flatMap((one) => {
      const value = lastOf(one)
      return value === null ? [] : [{ label: one.label, value }]
    })
    .toSorted((a, b) => b.value - a.value)
  const [top, bottom] = [ended[0], ended.at(-1)]
  if (!top || !bottom) return `${model.metric} has no finite value here.`
  const what = compared.some((one) => one.kind === 'group')
    ? plural(compared.length, 'group')
    : plural(compared.length, 'run')
  return `${model.metric} over ${nameOfX(model.x)}, ${what}; ${endsOf(ended.length, top, bottom)}.`
}

/** `3`, or `3 of 4` where some runs of the group have no point there. */
export const runsWords = ({ n, of }: { n: number; of: number }): string => (n < of ? `${n} of ${of}` : `${n}`)

/** One reading aloud: `a 0.31 (raw 0.4), b 0.2 (n 3)`. */
export function readingWords(readings: readonly Pick<Reading, 'label' | 'value' | 'raw' | 'band'>[]): string {
  if (readings.length === 0) return 'no value here'
  return readings
    .map(
      ({ label, value, raw, band }) =>
        `${label} ${formatReading(value)}${raw === null ? '' : ` (raw ${formatReading(raw)})`}${band?.runs ? ` (n ${runsWords(band.runs)})` : ''}`,
    )
    .join(', ')
}
