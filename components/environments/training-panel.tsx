import Link from 'next/link'
import { formatCount, formatShare } from '#components/patterns/format.ts'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { Time } from '#components/patterns/time.tsx'
import { rolloutsHref } from '#components/training/rollouts/rollout-url.ts'
import { Panel } from '#components/ui/panel.tsx'
import type { EnvironmentTraining } from '#lib/contracts/training-signals.ts'

/** Training runs that met this environment, and what they were paid in it. */
export function TrainingPanel({ slug, training: { runs } }: { slug: string; training: EnvironmentTraining }) {
  return (
    <Panel title="Training" flush={runs.length > 0}>
      {runs.length === 0 ? (
        <p className="text-muted">No training run has met this environment.</p>
      ) : (
        <PlainTable
          caption="Training runs"
          columns={[
            { title: 'Training run' },
            { title: 'Version', numeric: true },
            { title: 'Rollouts', numeric: true },
            { title: 'Mean reward', numeric: true },
            { title: 'Medals', numeric: true },
            { title: 'Scored', numeric: true },
            { title: 'Last rollout' },
          ]}
          rows={runs.map((run) => ({
            id: `${run.runId} ${run.version}`,
            cells: [
              <span key="run">
                <Link href={`/training/${run.runId}`} className="link">
                  {run.name}
                </Link>{' '}
                <span className="text-muted">{run.experiment}</span>
              </span>,
              `v${run.version}`,
              <Link key="rollouts" href={rolloutsHref(run.runId, { environment: slug })} className="link">
                {formatCount(run.rollouts)}
                <span className="sr-only"> rollouts in {run.name}</span>
              </Link>,
              run.meanReward.toFixed(3),
              formatShare(run.medalRate),
              formatShare(run.validRate),
              <Time key="at" iso={run.at} />,
            ],
          }))}
        />
      )}
    </Panel>
  )
}
