import { usd } from '#components/models/usd.ts'
import { formatDuration, formatShare } from '#components/patterns/format.ts'
import type { Lineage, LineageBranch } from '#lib/contracts/lineage.ts'

/** Cost of the model calls and time of the steps, in words; a branch that no model played cost nothing. */
export const spentWords = ({
  costMicroUsd,
  durationMs,
}: Pick<Lineage, 'costMicroUsd' | 'durationMs'>): string =>
  costMicroUsd === 0 ? formatDuration(durationMs) : `${usd(costMicroUsd)}, ${formatDuration(durationMs)}`

/** How many candidates became verified environments. */
export const yieldWords = ({
  candidates,
  verified,
}: Pick<LineageBranch, 'candidates' | 'verified'>): string =>
  `${verified} of ${candidates} verified (${formatShare(verified / Math.max(1, candidates))})`
