import { type AxisMark, anchorAt, type TierAxisModel } from '#components/charts/prepare-tier-axis.ts'
import { formatBrief } from '#components/patterns/format.ts'
import { TIER_LOOKS } from '#components/patterns/tier-badge.tsx'

/** Height of the axis in the drawing, and of one row of labels, in pixels. */
export const AXIS_Y = 72
const ROW = 18
/** Lines are drawn before all labels, and a halo keeps a label legible where a line passes behind it. */
const HALO = '[paint-order:stroke] stroke-raised [stroke-linejoin:round] [stroke-width:4px]'

type MarkProps = { mark: AxisMark }
type DotProps = { dot: TierAxisModel['dots'][number] }

const barY = (mark: AxisMark): number => AXIS_Y - 11 - mark.row * ROW
const dotEndY = (dot: DotProps['dot']): number => AXIS_Y + 12 + dot.row * ROW
/** On a phone only the two ends of the ladder are named. */
const onPhone = (dot: DotProps['dot']): string =>
  dot.rung === 's0' || dot.rung === 's8' ? '' : 'max-sm:hidden'

/** A threshold's interval as a bar, and its place on the axis. */
export function ThresholdLines({ mark }: MarkProps) {
  const y = barY(mark)
  return (
    <g>
      <line x1={`${mark.low}%`} x2={`${mark.high}%`} y1={y} y2={y} stroke="var(--ink)" strokeWidth={1.5} />
      <line x1={`${mark.at}%`} x2={`${mark.at}%`} y1={y} y2={AXIS_Y + 6} stroke="var(--ink)" />
    </g>
  )
}

/** A threshold's name and value; on a phone its letter. */
export function ThresholdLabel({ mark }: MarkProps) {
  const label = {
    x: `${mark.at}%`,
    y: barY(mark) - 4,
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
export function SolverDot({ dot }: DotProps) {
  return (
    <g>
      <line
        x1={`${dot.at}%`}
        x2={`${dot.at}%`}
        y1={AXIS_Y}
        y2={dotEndY(dot)}
        stroke="var(--edge)"
        className={onPhone(dot)}
      />
      <circle
        cx={`${dot.at}%`}
        cy={AXIS_Y}
        r={4}
        fill="var(--raised)"
        stroke="var(--ink)"
        strokeWidth={1.5}
      />
    </g>
  )
}

export const SolverLabel = ({ dot }: DotProps) => (
  <text
    x={`${dot.at}%`}
    y={dotEndY(dot) + 10}
    textAnchor={anchorAt(dot.at)}
    fill="var(--muted)"
    className={`${onPhone(dot)} ${HALO}`}
  >
    {dot.title}
  </text>
)
