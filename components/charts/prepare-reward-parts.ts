import { formatCount } from '#components/patterns/format.ts'
import type { RewardBucket, RewardPartsView } from '#lib/contracts/training-signals.ts'
import type { CsvCell } from '#lib/domain/csv.ts'
import { REWARD_PARTS, type RewardPart } from '#lib/domain/training.ts'

export type RewardLayer = RewardPart | 'undivided'
export type RewardRow = Record<RewardLayer, number> &
  Pick<RewardBucket, 'fromStep' | 'toStep' | 'rollouts' | 'meanReward' | 'medalRate' | 'validRate'> & {
    /** Middle of the steps, where the point stands. */
    step: number
    /** `12`, or `12 to 15`. */
    label: string
  }
export type RewardChart = { rows: RewardRow[]; layers: RewardLayer[]; sentence: string }

/** Layers in the order of the stack, form at the bottom; a part that never paid is left out. */
export function prepareRewardParts({ buckets, rollouts, width, split }: RewardPartsView): RewardChart {
  const rows = buckets.map(({ parts, ...bucket }) => ({
    ...Object.fromEntries(REWARD_PARTS.map((part) => [part, parts[part] ?? 0])),
    ...bucket,
    step: (bucket.fromStep + bucket.toStep) / 2,
    label: labelOf(bucket),
  })) as RewardRow[]
  const layers = [...REWARD_PARTS, 'undivided' as const].filter((layer) =>
    rows.some((row) => row[layer] !== 0),
  )
  return {
    rows,
    layers,
    sentence: sentenceOf(
      rows,
      split === 'all' ? `${formatCount(rollouts)} rollouts` : `${formatCount(rollouts)} ${split} rollouts`,
      width,
    ),
  }
}

const labelOf = ({ fromStep, toStep }: Pick<RewardBucket, 'fromStep' | 'toStep'>): string =>
  fromStep === toStep ? `${fromStep}` : `${fromStep} to ${toStep}`

function sentenceOf(rows: readonly RewardRow[], rollouts: string, width: number): string {
  const [first, last] = [rows.at(0), rows.at(-1)]
  if (first === undefined || last === undefined) return 'No rollout has been recorded.'
  const span =
    first === last
      ? `Mean reward ${first.meanReward.toFixed(3)} at step ${first.label}`
      : `Mean reward from ${first.meanReward.toFixed(3)} at step ${first.label} to ${last.meanReward.toFixed(3)} at step ${last.label}`
  const together = width === 1 ? '' : `; ${width} steps to a point`
  return `${span}, over ${rollouts}, divided into what was paid for${together}.`
}

/** The data table as CSV: every number of the chart, undrawn parts too. */
export function rewardPartsCsv(rows: readonly RewardRow[]): CsvCell[][] {
  const layers = [...REWARD_PARTS, 'undivided'] as const
  const head = ['from_step', 'to_step', 'rollouts', 'mean_reward', ...layers, 'medal_rate', 'valid_rate']
  return [
    head,
    ...rows.map((row) => [
      row.fromStep,
      row.toStep,
      row.rollouts,
      row.meanReward,
      ...layers.map((layer) => row[layer]),
      row.medalRate,
      row.validRate,
    ]),
  ]
}
