'use client'

import { keepPreviousData } from '@tanstack/react-query'
import { ChartFigure } from '#components/charts/chart-figure.tsx'
import {
  prepareRewardParts,
  type RewardChart,
  type RewardRow,
  rewardPartsCsv,
} from '#components/charts/prepare-reward-parts.ts'
import { RewardLegend, RewardPartsChart } from '#components/charts/reward-parts-chart.tsx'
import { ask } from '#components/data/read-json.ts'
import { useFollowed } from '#components/data/use-followed.ts'
import { CsvButton } from '#components/patterns/csv-button.tsx'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { formatShare, plural } from '#components/patterns/format.ts'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { LoadFailed, LoadingRows } from '#components/patterns/query-state.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { type RewardPartsView, SIGNALS } from '#lib/contracts/training-signals.ts'

type RewardPartsPanelProps = {
  runId: string
  /** Split and environment that the chart is narrowed to. */
  filter?: { split?: string; environment?: string }
  /** Told which steps a click on the chart means. */
  onSteps?: (row: RewardRow) => void
  /** Asks again while the run continues. */
  live?: boolean
}

/** What the panel leaves out, or is about, so that nobody reads means across feedback contracts. */
const apartWords = ({ feedback, leftOut }: RewardPartsView): string | null =>
  feedback === 'held-out'
    ? 'all under held-out feedback'
    : leftOut > 0
      ? `without ${plural(leftOut, 'rollout')} under held-out feedback`
      : null

/** The mean reward of a run, divided into what was paid for. */
export function RewardPartsPanel({ runId, filter = {}, onSteps, live = false }: RewardPartsPanelProps) {
  const query = useFollowed(
    {
      ...ask(SIGNALS.rewards, { id: runId, ...filter }),
      placeholderData: keepPreviousData,
    },
    live,
    'hours',
  )
  const chart = query.data === undefined ? null : prepareRewardParts(query.data)
  const table = query.data?.rewardTable
  const apart = query.data === undefined ? null : apartWords(query.data)
  const note = [table && `${table} table`, query.data?.split, filter.environment, apart]
    .filter(Boolean)
    .join(', ')
  return (
    <Panel
      title="Reward by part"
      note={note}
      actions={
        chart !== null && chart.rows.length > 0 ? (
          <CsvButton filename="reward-parts.csv" load={async () => rewardPartsCsv(chart.rows)} />
        ) : null
      }
    >
      {query.isError ? (
        <LoadFailed what="The reward" error={query.error} retry={() => void query.refetch()} />
      ) : chart === null ? (
        <LoadingRows rows={7} what="the reward" />
      ) : chart.rows.length === 0 ? (
        <EmptyState kind="none" title="No rollout to draw">
          The chart divides the reward of recorded rollouts; without them there is none.
        </EmptyState>
      ) : (
        <ChartFigure sentence={chart.sentence} table={<RewardTable chart={chart} onSteps={onSteps} />}>
          <RewardPartsChart chart={chart} {...(onSteps ? { onSteps } : {})} />
          <RewardLegend layers={chart.layers} />
        </ChartFigure>
      )}
    </Panel>
  )
}

function RewardTable({
  chart: { rows, layers },
  onSteps,
}: {
  chart: RewardChart
  onSteps: RewardPartsPanelProps['onSteps']
}) {
  const numeric = (title: string) => ({ title, numeric: true })
  return (
    <PlainTable
      caption="Reward by part"
      columns={['Step', 'Rollouts', 'Mean reward', ...layers, 'Medals', 'Scored'].map(numeric)}
      rows={rows.map((row) => ({
        id: row.label,
        cells: [
          onSteps ? (
            <button key="steps" type="button" className="link min-h-6 min-w-6" onClick={() => onSteps(row)}>
              {row.label}
              <span className="sr-only">, the environments of this step</span>
            </button>
          ) : (
            row.label
          ),
          row.rollouts,
          row.meanReward.toFixed(3),
          ...layers.map((layer) => row[layer].toFixed(3)),
          formatShare(row.medalRate),
          formatShare(row.validRate),
        ],
      }))}
    />
  )
}
