'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { ask } from '#components/data/read-json.ts'
import { environmentHref } from '#components/patterns/environment-url.ts'
import { formatScore, plural } from '#components/patterns/format.ts'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { LoadFailed, LoadingRows } from '#components/patterns/query-state.tsx'
import { ResultBadge } from '#components/training/rollouts/outcome-badge.tsx'
import { ROLLOUTS, type RolloutView } from '#lib/contracts/rollouts.ts'

type StepRolloutsProps = {
  runId: string
  fromStep: number
  toStep: number
  environment: string
  split: string
  onRollout: (id: string) => void
}
const MOST = 100

/** Rollouts of one environment within some steps, worst first within a step. */
export function StepRollouts({ runId, split, onRollout, ...steps }: StepRolloutsProps) {
  const asked = { ...steps, ...(split === 'all' ? {} : { split }), limit: MOST }
  const query = useQuery(ask(ROLLOUTS.list, { id: runId, ...asked }))
  if (query.isError)
    return <LoadFailed what="The rollouts" error={query.error} retry={() => void query.refetch()} />
  if (query.data === undefined) return <LoadingRows rows={8} what="the rollouts" />
  const { rollouts, total } = query.data
  const version = rollouts.find((rollout) => rollout.version !== null)?.version
  return (
    <div className="flex flex-col gap-3">
      <p>
        {total > rollouts.length ? `${rollouts.length} of ` : ''}
        {plural(total, 'rollout')} in{' '}
        {version ? (
          <Link href={environmentHref(version.slug, version.number)} className="link">
            {version.title} v{version.number}
          </Link>
        ) : (
          steps.environment
        )}
      </p>
      <PlainTable
        caption="Rollouts of this environment"
        columns={[
          { title: 'Rollout' },
          { title: 'Step', numeric: true },
          { title: 'Result' },
          { title: 'Score', numeric: true },
          { title: 'Reward', numeric: true },
        ]}
        rows={rollouts.map((rollout) => ({ id: rollout.id, cells: cellsOf(rollout, onRollout) }))}
      />
    </div>
  )
}

const cellsOf = (rollout: RolloutView, onRollout: (id: string) => void) => [
  <button
    key="open"
    type="button"
    onClick={() => onRollout(rollout.id)}
    className="link min-h-6 text-left font-mono text-xs [overflow-wrap:anywhere]"
  >
    {rollout.externalId}
  </button>,
  rollout.step,
  <ResultBadge key="result" rollout={rollout} />,
  formatScore(rollout.score),
  rollout.reward.toFixed(2),
]
