import { ChartFigure } from '#components/charts/chart-figure.tsx'
import { LadderChart } from '#components/charts/ladder-chart.tsx'
import { prepareLadder, type RungScore } from '#components/charts/prepare-ladder.ts'
import { formatScore, formatShare } from '#components/patterns/format.ts'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { TierBadge } from '#components/patterns/tier-badge.tsx'
import type { ThresholdValues } from '#lib/domain/tiers.ts'
import type { Direction } from '#lib/domain/vocabulary.ts'

/** Nine solvers from dummy to oracle: how hard the task is, as a figure. */
export function Ladder({
  scores,
  thresholds,
  direction,
}: {
  scores: readonly RungScore[]
  thresholds: ThresholdValues
  direction: Direction
}) {
  const points = prepareLadder(scores, thresholds, direction)
  if (points.length === 0) return <p className="p-3 text-muted">No solver has run on this version yet.</p>
  const share = (rung: string) => formatShare(points.find((point) => point.rung === rung)?.share)
  return (
    <ChartFigure
      sentence={`Share of the dummy-to-oracle gap closed: boosting ${share('s4')}, search ${share('s6')}, informed ${share('s7')}. ${direction === 'maximize' ? 'Higher' : 'Lower'} is better.`}
      table={
        <PlainTable
          caption="Solver ladder"
          columns={[
            { title: 'Solver' },
            { title: 'Score', numeric: true },
            { title: 'Tier' },
            { title: 'Share of gap', numeric: true },
            { title: 'Seconds', numeric: true },
          ]}
          rows={points.map((point) => ({
            id: point.rung,
            cells: [
              point.label,
              formatScore(point.score),
              <TierBadge key="tier" tier={point.tier} />,
              formatShare(point.share),
              point.seconds === null ? '–' : point.seconds.toFixed(1),
            ],
          }))}
        />
      }
    >
      <LadderChart points={points} thresholds={thresholds} direction={direction} />
    </ChartFigure>
  )
}
