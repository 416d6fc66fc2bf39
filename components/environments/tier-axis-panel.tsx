import type { AxisDot } from '#components/charts/prepare-tier-axis.ts'
import { TierAxis } from '#components/charts/tier-axis.tsx'
import { rungScores } from '#components/environments/trials.ts'
import { Panel } from '#components/ui/panel.tsx'
import type { EnvironmentDetail } from '#lib/contracts/environments.ts'
import { METRIC_FACTS, RUNG_TITLES } from '#lib/domain/vocabulary.ts'

/** Dots of the ladder that have a score, named as people name them. */
export function axisDots(detail: EnvironmentDetail): AxisDot[] {
  return rungScores(detail.trials).flatMap(({ rung, score }) =>
    score === null ? [] : [{ rung, title: RUNG_TITLES[rung], score }],
  )
}

export function TierAxisPanel({ detail }: { detail: EnvironmentDetail }) {
  const { metric, direction } = detail.version
  const title = METRIC_FACTS[metric].title
  return (
    <Panel title="Tiers" note={`${title} ${direction === 'maximize' ? '↑' : '↓'}`}>
      <TierAxis thresholds={detail.thresholds} dots={axisDots(detail)} direction={direction} metric={title} />
    </Panel>
  )
}
