import type { CSSProperties } from 'react'
import { Details } from '#components/charts/chart-figure.tsx'
import type { AxisDot } from '#components/charts/prepare-tier-axis.ts'
import { prepareTierAxis } from '#components/charts/prepare-tier-axis.ts'
import {
  axisSize,
  SolverDot,
  SolverLabel,
  ThresholdLabel,
  ThresholdLines,
} from '#components/charts/tier-axis-marks.tsx'
import { formatScore } from '#components/patterns/format.ts'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { ScrollRegion } from '#components/patterns/scroll-region.tsx'
import { TIER_LOOKS } from '#components/patterns/tier-badge.tsx'
import type { Thresholds } from '#lib/domain/artefacts/task.ts'
import { tierOf } from '#lib/domain/tiers.ts'
import type { Direction } from '#lib/domain/vocabulary.ts'

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
  const { axis, height, phoneHeight } = axisSize(model)
  const heights: CSSProperties & Record<'--wide' | '--phone', string> = {
    '--wide': `${height}px`,
    '--phone': `${phoneHeight}px`,
  }
  const values = {
    median: thresholds.median.value,
    bronze: thresholds.bronze.value,
    silver: thresholds.silver.value,
    gold: thresholds.gold.value,
  }
  const sentence = `${metric}, ${direction === 'maximize' ? 'higher' : 'lower'} is better: gold from ${formatScore(values.gold)}, median ${formatScore(values.median)}.`
  return (
    <figure className="min-w-0">
      <ScrollRegion label="Tier axis">
        <svg
          role="img"
          aria-label={sentence}
          style={heights}
          className="h-(--phone) w-full font-sans text-xs sm:h-(--wide) sm:min-w-[32rem]"
        >
          {model.bands.map((band) => (
            <rect
              key={band.tier}
              x={`${band.from}%`}
              y={axis - 5}
              width={`${band.to - band.from}%`}
              height={10}
              fill={TIER_LOOKS[band.tier].fill}
            />
          ))}
          {model.marks.map((mark) => (
            <ThresholdLines key={mark.tier} mark={mark} axis={axis} />
          ))}
          {model.dots.map((dot) => (
            <SolverDot key={dot.rung} dot={dot} axis={axis} />
          ))}
          {model.marks.map((mark) => (
            <ThresholdLabel key={mark.tier} mark={mark} axis={axis} />
          ))}
          {model.dots.map((dot) => (
            <SolverLabel key={dot.rung} dot={dot} axis={axis} />
          ))}
        </svg>
      </ScrollRegion>
      <figcaption className="text-xs text-muted">
        {sentence} Bars above the axis are paired 95 % intervals of the thresholds: tiers whose bars do not
        touch can be told apart. Dots are solvers.
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
