import { Details } from '#components/charts/chart-figure.tsx'
import type { AxisDot } from '#components/charts/prepare-tier-axis.ts'
import { prepareTierAxis } from '#components/charts/prepare-tier-axis.ts'
import { formatScore } from '#components/patterns/format.ts'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { ScrollRegion } from '#components/patterns/scroll-region.tsx'
import { TIER_LOOKS } from '#components/patterns/tier-badge.tsx'
import type { Thresholds } from '#lib/domain/artefacts/task.ts'
import { tierOf } from '#lib/domain/tiers.ts'
import type { Direction } from '#lib/domain/vocabulary.ts'

const AXIS_Y = 72
const ROW = 18

/** Labels at the ends of the axis lean inwards. */
const anchorAt = (at: number) => (at > 92 ? 'end' : at < 8 ? 'start' : 'middle')

/** Where the thresholds lie, how sure they are, and where each solver lands. Better is to the right. */
export function TierAxis({
  thresholds,
  dots,
  direction,
  metric,
}: {
  thresholds: Thresholds
  dots: readonly AxisDot[]
  direction: Direction
  metric: string
}) {
  const model = prepareTierAxis(thresholds, dots, direction)
  const values = {
    median: thresholds.median.value,
    bronze: thresholds.bronze.value,
    silver: thresholds.silver.value,
    gold: thresholds.gold.value,
  }
  const sentence = `${metric}, ${direction === 'maximize' ? 'higher' : 'lower'} is better: gold from ${formatScore(values.gold)}, median ${formatScore(values.median)}.`
  return (
    <figure className="min-w-0">
      <div className="[direction:rtl]">
        {/* Right to left, so that a narrow screen shows the medals first. */}
        <ScrollRegion label="Tier axis">
          <svg
            role="img"
            aria-label={sentence}
            className="h-40 w-full min-w-[32rem] font-sans [direction:ltr] text-xs"
          >
            {model.bands.map((band) => (
              <rect
                key={band.tier}
                x={`${band.from}%`}
                y={AXIS_Y - 5}
                width={`${band.to - band.from}%`}
                height={10}
                fill={TIER_LOOKS[band.tier].fill}
              />
            ))}
            {model.marks.map((mark) => (
              <g key={mark.tier}>
                <line
                  x1={`${mark.low}%`}
                  x2={`${mark.high}%`}
                  y1={AXIS_Y - 11 - mark.row * ROW}
                  y2={AXIS_Y - 11 - mark.row * ROW}
                  stroke="var(--ink)"
                  strokeWidth={1.5}
                />
                <line
                  x1={`${mark.at}%`}
                  x2={`${mark.at}%`}
                  y1={AXIS_Y - 11 - mark.row * ROW}
                  y2={AXIS_Y + 6}
                  stroke="var(--ink)"
                />
                <text
                  x={`${mark.at}%`}
                  y={AXIS_Y - 15 - mark.row * ROW}
                  textAnchor={anchorAt(mark.at)}
                  fill="var(--ink)"
                  className="num"
                >
                  {mark.tier} {formatScore(mark.value)}
                </text>
              </g>
            ))}
            {model.dots.map((dot) => (
              <g key={dot.rung}>
                <line
                  x1={`${dot.at}%`}
                  x2={`${dot.at}%`}
                  y1={AXIS_Y}
                  y2={AXIS_Y + 12 + dot.row * ROW}
                  stroke="var(--edge)"
                />
                <circle
                  cx={`${dot.at}%`}
                  cy={AXIS_Y}
                  r={4}
                  fill="var(--raised)"
                  stroke="var(--ink)"
                  strokeWidth={1.5}
                />
                <text
                  x={`${dot.at}%`}
                  y={AXIS_Y + 22 + dot.row * ROW}
                  textAnchor={anchorAt(dot.at)}
                  fill="var(--muted)"
                  className="num"
                >
                  {dot.title}
                </text>
              </g>
            ))}
          </svg>
        </ScrollRegion>
      </div>
      <figcaption className="text-xs text-muted">
        {sentence} Bars above the axis are 95 % intervals of the thresholds; dots are solvers.
      </figcaption>
      <Details summary="Table">
        <PlainTable
          caption="Thresholds and solver scores"
          columns={[
            { title: 'Point' },
            { title: 'Score', numeric: true },
            { title: 'Interval', numeric: true },
            { title: 'Tier' },
          ]}
          rows={[
            ...model.marks.map((mark) => ({
              id: mark.tier,
              cells: [
                `${mark.tier} threshold`,
                formatScore(mark.value),
                `${formatScore(thresholds[mark.tier].low)} to ${formatScore(thresholds[mark.tier].high)}`,
                mark.tier,
              ],
            })),
            ...model.dots.map((dot) => ({
              id: dot.rung,
              cells: [
                `${dot.rung} ${dot.title}`,
                formatScore(dot.score),
                '–',
                tierOf(dot.score, values, direction),
              ],
            })),
          ]}
        />
      </Details>
    </figure>
  )
}
