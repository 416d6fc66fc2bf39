import { type AxisTick, linearScale, multiples, positionOf, ticksOf } from '#components/charts/axis-scale.ts'
import { formatBrief, formatDuration } from '#components/patterns/format.ts'

/** What the horizontal axis counts: see `CurveQuery` for the units. */
export const X_NAMES: Record<string, string> = {
  step: 'step',
  wall: 'wall time',
  relative: 'time since start',
}
export const nameOfX = (x: string): string => X_NAMES[x] ?? x

const SECOND = 1000
const DAY = 86_400
/** Round spans of time in seconds. */
const SPANS = [
  1,
  2,
  5,
  10,
  30,
  60,
  120,
  300,
  600,
  1800,
  3600,
  7200,
  21_600,
  43_200,
  DAY,
  2 * DAY,
  7 * DAY,
  28 * DAY,
]

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 4 })
const precise = new Intl.NumberFormat('en-US', { notation: 'scientific', maximumSignificantDigits: 3 })

/** A number for an axis: 0.25, 1,200, 50K, 3.1E-7. */
export function formatTick(value: number): string {
  const size = Math.abs(value)
  if (size >= 1e15 || (size > 0 && size < 1e-4)) return precise.format(value)
  return size >= 10_000 ? compact.format(value) : formatBrief(value)
}

const MOST_DIGITS = 15

/** Ticks of one axis: as many digits as tell neighbours apart, so that no label stands twice. */
export function formatTicks(values: readonly number[]): string[] {
  const distinct = new Set(values).size
  const short = values.map((value) => formatTick(value))
  if (new Set(short).size === distinct) return short
  for (let digits = 5; digits <= MOST_DIGITS; digits += 1) {
    const labels = values.map((value) => tickOf(value, digits))
    if (new Set(labels).size === distinct) return labels
  }
  return values.map(String)
}

function tickOf(value: number, digits: number): string {
  const size = Math.abs(value)
  if (size >= 1e15 || (size > 0 && size < 1e-4)) return value.toExponential(digits - 1).toUpperCase()
  return value.toLocaleString('en-US', { maximumSignificantDigits: digits })
}

/** A value as a reading, with more digits than an axis has room for. */
export function formatReading(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return value.toLocaleString('en-US')
  const size = Math.abs(value)
  if (size >= 1e15 || size < 1e-4) return value.toExponential(4)
  return value.toLocaleString('en-US', { maximumSignificantDigits: 6 })
}

const timeOf = (ms: number) => new Date(ms).toISOString()

/** A place on the axis in full: `step 1,200`, `2026-11-23 11:05:09 UTC`, `0:12:30 since start`. */
export function formatX(x: string, value: number): string {
  if (x === 'wall') return `${timeOf(value).slice(0, 19).replace('T', ' ')} UTC`
  if (x === 'relative') return `${formatDuration(value * SECOND)} since start`
  return `${nameOfX(x)} ${formatReading(value)}`
}

/** Ticks with the labels that they have together. */
export function labelled(ticks: readonly AxisTick[]): (AxisTick & { label: string })[] {
  const labels = formatTicks(ticks.map(({ value }) => value))
  return ticks.map((tick, at) => ({ ...tick, label: labels[at] ?? '' }))
}

/** Ticks between two places of the axis. Times fall on round hours and minutes of UTC. */
export function xTicks(
  x: string,
  view: { from: number; to: number } | null,
  count: number,
): (AxisTick & { label: string })[] {
  const scale = linearScale(view ? { low: view.from, high: view.to } : null)
  if (scale.kind !== 'linear' || view === null) return []
  if (x !== 'wall' && x !== 'relative') {
    // Between two steps there is none.
    const ticks = ticksOf(scale, count).filter(({ value }) => x !== 'step' || Number.isInteger(value))
    return labelled(ticks)
  }
  const unit = x === 'wall' ? SECOND : 1
  const span = (scale.high - scale.low) / unit
  const step = SPANS.find((seconds) => seconds * count >= span) ?? 365 * DAY
  // Longer than the calendar's spans: the last one, thinned.
  const times = Math.max(1, Math.ceil(span / (step * count * 2)))
  return multiples(scale, step * times * unit).map((value) => ({
    value,
    at: positionOf(scale, value),
    label: x === 'wall' ? wallLabel(value, step) : formatDuration(value * SECOND),
  }))
}

function wallLabel(ms: number, step: number): string {
  const iso = timeOf(ms)
  if (step >= DAY) return iso.slice(5, 10)
  if (step < 60) return iso.slice(11, 19)
  return iso.slice(11, 16) === '00:00' ? iso.slice(5, 10) : iso.slice(11, 16)
}
