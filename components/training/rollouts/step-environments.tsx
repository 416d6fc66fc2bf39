'use client'

import { useQuery } from '@tanstack/react-query'
import { ask } from '#components/data/read-json.ts'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { formatShare, plural } from '#components/patterns/format.ts'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { LoadFailed, LoadingRows } from '#components/patterns/query-state.tsx'
import { ResultBadge } from '#components/training/rollouts/outcome-badge.tsx'
import { SelectField } from '#components/ui/field.tsx'
import { SIGNALS, type StepEnvironment } from '#lib/contracts/training-signals.ts'

type StepEnvironmentListProps = {
  runId: string
  fromStep: number
  toStep: number
  /** Null: what the server takes by itself. */
  split: string | null
  onSplit: (split: string) => void
  onEnvironment: (environment: string, split: string) => void
}

/** Environments of some steps, those that pulled the mean reward down first. */
export function StepEnvironmentList(props: StepEnvironmentListProps) {
  const { runId, fromStep, toStep, split } = props
  const asked = { fromStep, toStep, ...(split === null ? {} : { split }) }
  const query = useQuery(ask(SIGNALS.steps, { id: runId, ...asked }))
  if (query.isError)
    return <LoadFailed what="These steps" error={query.error} retry={() => void query.refetch()} />
  if (query.data === undefined) return <LoadingRows rows={8} what="these steps" />
  const { environments, meanReward, splits } = query.data
  if (splits.length === 0)
    return (
      <EmptyState kind="none" title="No rollout at these steps">
        Metrics were logged here, rollouts were not. A trainer sends them with sandmle train rollouts or the
        API.
      </EmptyState>
    )
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end justify-between gap-2">
        <p>
          Mean reward <span className="num font-semibold">{meanReward?.toFixed(3) ?? '–'}</span> over{' '}
          {plural(environments.length, 'environment')}
        </p>
        {splits.length > 1 ? (
          <div className="w-36">
            <SelectField
              label="Split"
              value={query.data.split}
              onChange={(event) => props.onSplit(event.target.value)}
              options={[
                ...splits.map((one) => ({ value: one.split, label: `${one.split} (${one.rollouts})` })),
                { value: 'all', label: 'all' },
              ]}
            />
          </div>
        ) : null}
      </div>
      <EnvironmentTable
        environments={environments}
        onOpen={(environment) => props.onEnvironment(environment, query.data.split)}
      />
      <p className="text-xs text-muted">
        Pull: share of the rollouts times how far the reward fell below what the environment paid in its 64
        rollouts before; new ones are held against the run. Pulls add up to the dip.
      </p>
    </div>
  )
}

const signed = (value: number): string =>
  `${value > 0 ? '−' : value < 0 ? '+' : ''}${Math.abs(value).toFixed(3)}`

function EnvironmentTable({
  environments,
  onOpen,
}: {
  environments: readonly StepEnvironment[]
  onOpen: (environment: string) => void
}) {
  return (
    <PlainTable
      caption="Environments of these steps"
      columns={[
        { title: 'Environment' },
        { title: 'Pull', numeric: true },
        { title: 'Reward', numeric: true },
        { title: 'Before', numeric: true },
        { title: 'Medals', numeric: true },
        { title: 'Worst' },
      ]}
      rows={environments.map((one) => ({
        id: one.environment,
        cells: [
          <button
            key="open"
            type="button"
            onClick={() => onOpen(one.environment)}
            className="link min-h-6 text-left [overflow-wrap:anywhere]"
          >
            {one.version?.title ?? one.environment}
            <span className="sr-only">, its rollouts</span>
          </button>,
          one.pull === null ? '–' : signed(one.pull),
          one.meanReward.toFixed(3),
          one.before === null ? (
            '–'
          ) : (
            <span key="before" className={one.before.of === 'run' ? 'text-muted' : undefined}>
              {one.before.mean.toFixed(3)}
              {one.before.of === 'run' ? ' run' : ''}
            </span>
          ),
          <span key="medals" title={`${one.medals} of ${plural(one.rollouts, 'rollout')}`}>
            {formatShare(one.rollouts === 0 ? null : one.medals / one.rollouts)}
          </span>,
          <ResultBadge key="worst" rollout={one.worst} />,
        ],
      }))}
    />
  )
}
