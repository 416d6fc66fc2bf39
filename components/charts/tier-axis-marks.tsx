import type { AxisMark, TierAxisModel } from '#components/charts/prepare-tier-axis.ts'
import { formatScore } from '#components/patterns/format.ts'
import { TIER_LOOKS } from '#components/patterns/tier-badge.tsx'

/** Height of the axis in the drawing, and of one row of labels, in pixels. */
export const AXIS_Y = 72
const ROW = 18

/** Labels at the ends of the axis lean inwards. */
const anchorAt = (at: number): 'start' | 'middle' | 'end' => (at > 92 ? 'end' : at < 5 ? 'start' : 'middle')

/** A threshold: its interval as a bar, its place on the axis, its name and value; on a phone its letter. */
export function ThresholdMark({ mark }: { mark: AxisMark }) {
  const y = AXIS_Y - 11 - mark.row * ROW
  const label = { x: `${mark.at}%`, y: y - 4, textAnchor: anchorAt(mark.at), fill: 'var(--ink)' }
  return (
    <g>
      <line x1={`${mark.low}%`} x2={`${mark.high}%`} y1={y} y2={y} stroke="var(--ink)" strokeWidth={1.5} />
      <line x1={`${mark.at}%`} x2={`${mark.at}%`} y1={y} y2={AXIS_Y + 6} stroke="var(--ink)" />
      <text {...label} className="num max-sm:hidden">
        {mark.tier} {formatScore(mark.value)}
      </text>
      <text {...label} className="font-semibold sm:hidden">
        {TIER_LOOKS[mark.tier].letter}
      </text>
    </g>
  )
}

/** A solver on the axis; on a phone only the two ends of the ladder are named. */
export function SolverDot({ dot }: { dot: TierAxisModel['dots'][number] }) {
  const isEnd = dot.rung === 's0' || dot.rung === 's8'
  const hidden = isEnd ? '' : 'max-sm:hidden'
  const y = AXIS_Y + 12 + dot.row * ROW
  return (
    <g>
      <line x1={`${dot.at}%`} x2={`${dot.at}%`} y1={AXIS_Y} y2={y} stroke="var(--edge)" className={hidden} />
      <circle
        cx={`${dot.at}%`}
        cy={AXIS_Y}
        r={4}
        fill="var(--raised)"
        stroke="var(--ink)"
        strokeWidth={1.5}
      />
      <text x={`${dot.at}%`} y={y + 10} textAnchor={anchorAt(dot.at)} fill="var(--muted)" className={hidden}>
        {dot.title}
      </text>
    </g>
  )
}
