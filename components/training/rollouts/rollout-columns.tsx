import Link from 'next/link'
import type { Column } from '#components/patterns/column.ts'
import { environmentHref } from '#components/patterns/environment-url.ts'
import { formatCount, formatDuration, formatScore } from '#components/patterns/format.ts'
import { HeldOutBadge } from '#components/patterns/held-out-badge.tsx'
import { TierBadge } from '#components/patterns/tier-badge.tsx'
import { OutcomeBadge } from '#components/training/rollouts/outcome-badge.tsx'
import { rolloutHref } from '#components/training/rollouts/rollout-url.ts'
import type { RolloutView } from '#lib/contracts/rollouts.ts'
import { FEEDBACK_TITLES } from '#lib/domain/results.ts'
import { REWARD_PARTS } from '#lib/domain/training.ts'

const count = (id: string, title: string, of: (one: RolloutView) => number | null): Column<RolloutView> => ({
  id,
  title,
  numeric: true,
  optional: true,
  text: of,
  cell: (one) => {
    const value = of(one)
    return value === null ? '–' : formatCount(value)
  },
})

export const ROLLOUT_COLUMNS: readonly Column<RolloutView>[] = [
  {
    id: 'rollout',
    title: 'Rollout',
    text: (one) => one.externalId,
    cell: (one) => (
      <Link
        href={rolloutHref(one.id)}
        data-row-link
        className="inline-block max-w-56 truncate align-middle font-mono text-xs hover:underline"
        title={one.externalId}
      >
        {one.externalId}
      </Link>
    ),
  },
  { id: 'step', title: 'Step', numeric: true, text: (one) => one.step, cell: (one) => formatCount(one.step) },
  {
    id: 'environment',
    title: 'Environment',
    text: (one) => one.environment,
    cell: (one) =>
      one.version === null ? (
        <span className="text-muted">{one.environment}</span>
      ) : (
        <span className="inline-flex items-center gap-1.5">
          <Link href={environmentHref(one.version.slug, one.version.number)} className="hover:underline">
            {one.version.title} v{one.version.number}
          </Link>
          {one.version.feedback === 'held-out-score' ? <HeldOutBadge /> : null}
        </span>
      ),
  },
  {
    id: 'outcome',
    title: 'Outcome',
    text: (one) => one.outcome,
    cell: (one) => <OutcomeBadge outcome={one.outcome} />,
  },
  {
    id: 'tier',
    title: 'Tier',
    text: (one) => one.tier,
    cell: (one) => (one.tier === null ? '–' : <TierBadge tier={one.tier} />),
  },
  {
    id: 'score',
    title: 'Score',
    numeric: true,
    text: (one) => one.score,
    cell: (one) => formatScore(one.score),
  },
  {
    id: 'reward',
    title: 'Reward',
    numeric: true,
    text: (one) => one.reward,
    cell: (one) => one.reward.toFixed(2),
  },
  ...REWARD_PARTS.map(
    (part): Column<RolloutView> => ({
      id: part,
      title: `Paid for ${part}`,
      numeric: true,
      optional: true,
      text: (one) => one.parts[part] ?? 0,
      cell: (one) => (one.parts[part] ?? 0).toFixed(2),
    }),
  ),
  {
    id: 'feedback',
    title: 'Feedback',
    optional: true,
    text: (one) => one.version?.feedback ?? 'unknown',
    cell: (one) => FEEDBACK_TITLES[one.version?.feedback ?? 'unknown'],
  },
  { id: 'split', title: 'Split', text: (one) => one.split, cell: (one) => one.split },
  { id: 'group', title: 'Group', optional: true, text: (one) => one.group, cell: (one) => one.group },
  count('tokens', 'Tokens', (one) => one.tokens),
  count('turns', 'Turns', (one) => one.turns),
  {
    id: 'duration',
    title: 'Time',
    numeric: true,
    text: (one) => one.durationMs,
    cell: (one) => formatDuration(one.durationMs),
  },
]
