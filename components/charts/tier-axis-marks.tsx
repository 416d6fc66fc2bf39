import { type AxisMark, anchorAt, type TierAxisModel } from '#components/charts/prepare-tier-axis.ts'
import { formatBrief } from '#components/patterns/format.ts'
import { TIER_LOOKS } from '#components/patterns/tier-badge.tsx'

/** Height of one row of labels, and what the nearest rows keep to the axis, in pixels. */
const ROW = 18
const ABOVE = 36
const BELOW = 30
/** Lines are drawn before all labels, and a halo keeps a label legible where a line passes behind it. */
const HALO = '[paint-order:stroke] stroke-raised [stroke-linejoin:round] [stroke-width:4px]'

type Dot = TierAxisModel['dots'][number]
/** `axis` is the height at which the axis lies in the drawing. */
type MarkProps = { mark: AxisMark; axis: number }
type DotProps = { dot: Dot; axis: number }

type AxisSize = { axis: number; height: number; phoneHeight: number }

/** Room for as many rows of labels as there are, so that a simple axis takes no more than it needs. */
export function axisSize({ marks, dots }: TierAxisModel): AxisSize {
  const axis = ABOVE + ROW * Math.max(0, ...marks.map((mark) => mark.row))
  const below = (rows: readonly number[]) => axis + BELOW + ROW * Math.max(0, ...rows)
  return {
    axis,
    height: below(dots.map((dot) => dot.row)),
    phoneHeight: below(dots.map((dot) => dot.phoneRow ?? 0)),
  }
}

const barY = ({ mark, axis }: MarkProps): number => axis - 11 - mark.row * ROW
const endY = (axis: number, row: number): number => axis + 12 + row * ROW
/** A label has one row beside all others, and one on a phone where it is among the few that stay. */
const placesOf = ({ row, phoneRow }: Dot): { row: number; className: string }[] => [
  { row, className: 'max-sm:hidden' },
  ...(phoneRow === null ? [] : [{ row: phoneRow, className: 'sm:hidden' }]),
]

/** A threshold's interval as a bar, and its place on the axis. */
export function ThresholdLines({ mark, axis }: MarkProps) {
  const y = barY({ mark, axis })
  return (
    <g>
      <line x1={`${mark.low}%`} x2={`${mark.high}%`} y1={y} y2={y} stroke="var(--ink)" strokeWidth={1.5} />
      <line x1={`${mark.at}%`} x2={`${mark.at}%`} y1={y} y2={axis + 6} stroke="var(--ink)" />
    </g>
  )
}

/** A threshold's name and value; on a phone its letter. */
export function ThresholdLabel({ mark, axis }: MarkProps) {
  const label = {
    x: `${mark.at}%`,
    y: barY({ mark, axis }) - 4,
    textAnchor: anchorAt(mark.at),
    fill: 'var(--ink)',
  }
  return (
    <g>
      <text {...label} className={`num max-sm:hidden ${HALO}`}>
        {mark.tier} {formatBrief(mark.value)}
      </text>
      <text {...label} className={`font-semibold sm:hidden ${HALO}`}>
        {TIER_LOOKS[mark.tier].letter}
      </text>
    </g>
  )
}

/** A solver on the axis, with the line that leads to its name. */
export function SolverDot({ dot, axis }: DotProps) {
  return (
    <g>
      {placesOf(dot).map(({ row, className }) => (
        <line
          key={className}
          x1={`${dot.at}%`}
          x2={`${dot.at}%`}
          y1={axis}
          y2={endY(axis, row)}
          stroke="var(--edge)"
          className={className}
        />
      ))}
      <circle cx={`${dot.at}%`} cy={axis} r={4} fill="var(--raised)" stroke="var(--ink)" strokeWidth={1.5} />
    </g>
  )
}

export const SolverLabel = ({ dot, axis }: DotProps) =>
  placesOf(dot).map(({ row, className }) => (
    <text
      key={className}
      x={`${dot.at}%`}
      y={endY(axis, row) + 10}
      textAnchor={anchorAt(dot.at)}
      fill="var(--muted)"
      className={`${className} ${HALO}`}
    >
      {dot.title}
    </text>
  ))
