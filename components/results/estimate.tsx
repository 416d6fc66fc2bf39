import type { Aggregate } from '#lib/contracts/results.ts'
import type { Measure } from '#lib/domain/results.ts'

const percent = (value: number): string => value.toFixed(1)

/** `27.3 ± 1.5`: mean over the seeds and its standard error, in percent; of one seed the mean alone. */
export const estimateWords = (aggregate: Aggregate, measure: Measure): string => {
  const estimate = aggregate.measures?.[measure]
  if (!estimate) return '–'
  return estimate.sem === null
    ? percent(estimate.mean)
    : `${percent(estimate.mean)} ± ${percent(estimate.sem)}`
}

/** Why there is no figure, or what stands beside it. */
export function seedsWords({ seeds, fewest, most, padded, missing }: Aggregate): string {
  if (seeds === 0 && missing.length > 0) return `${missing.length} of the competitions have no attempt`
  const gaps = padded > 0 ? `, ${padded} ${padded === 1 ? 'gap counts' : 'gaps count'} as nothing` : ''
  const uneven = padded === 0 && most > fewest ? `, up to ${most} in some competitions` : ''
  return `${seeds} ${seeds === 1 ? 'seed' : 'seeds'}${gaps}${uneven}`
}

const WIDTH = 120
const HEIGHT = 16
const MIDDLE = HEIGHT / 2
/** Room for the dot at either end. */
const EDGE = 5
const x = (value: number): number => EDGE + (Math.min(100, Math.max(0, value)) / 100) * (WIDTH - 2 * EDGE)

/** Mean and 95 % interval on an axis from 0 to 100; the numbers stand beside it. */
export function IntervalBar({ aggregate, measure }: { aggregate: Aggregate; measure: Measure }) {
  const estimate = aggregate.measures?.[measure]
  if (!estimate) return null
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden className="shrink-0">
      <line x1={x(0)} x2={x(100)} y1={MIDDLE} y2={MIDDLE} stroke="var(--line)" />
      {[0, 50, 100].map((tick) => (
        <line key={tick} x1={x(tick)} x2={x(tick)} y1={MIDDLE - 3} y2={MIDDLE + 3} stroke="var(--edge)" />
      ))}
      {estimate.low === null || estimate.high === null ? null : (
        <line
          x1={x(estimate.low)}
          x2={x(estimate.high)}
          y1={MIDDLE}
          y2={MIDDLE}
          stroke="var(--ink)"
          strokeWidth={2}
        />
      )}
      <circle cx={x(estimate.mean)} cy={MIDDLE} r={3.5} fill="var(--sand)" stroke="var(--ink)" />
    </svg>
  )
}
