import Link from 'next/link'
import { formatReading } from '#components/charts/x-axis.ts'
import { Facts } from '#components/patterns/facts.tsx'
import { formatDuration } from '#components/patterns/format.ts'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { Time } from '#components/patterns/time.tsx'
import { TrainingBadge } from '#components/training/training-badge.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { TrainingRunDetail } from '#lib/contracts/curves.ts'

const SOURCES: Record<TrainingRunDetail['source'], string> = {
  mlflow: 'logged by a trainer',
  import: 'imported from a file',
  smoke: 'smoke test',
}

/** State, times, amounts and the configuration of a run. */
export function RunFacts({ run }: { run: TrainingRunDetail }) {
  const { startedAt, endedAt } = run
  const took = startedAt && endedAt ? Date.parse(endedAt) - Date.parse(startedAt) : null
  const broken = run.metrics.reduce((sum, metric) => sum + metric.nonFinite, 0)
  const config = Object.entries(run.config).sort(([a], [b]) => a.localeCompare(b, 'en'))
  return (
    <>
      <Panel title="Run">
        <Facts
          rows={[
            ['Status', <TrainingBadge key="status" status={run.status} />],
            ['Source', SOURCES[run.source]],
            ['Started', startedAt ? <Time key="started" iso={startedAt} /> : '–'],
            ['Ended', endedAt ? <Time key="ended" iso={endedAt} /> : '–'],
            ['Took', formatDuration(took)],
            ['Last step', run.lastStep === null ? '–' : formatReading(run.lastStep)],
            [
              'Points',
              `${formatReading(run.points)}${broken > 0 ? `, ${formatReading(broken)} not finite` : ''}`,
            ],
            ['Rollouts', run.rollouts > 0 ? <RolloutsLink key="rollouts" run={run} /> : '0'],
            ['Reward', run.rewardTable === null ? "the trainer's own" : `${run.rewardTable} table`],
            ['Seed', run.seed ?? '–'],
          ]}
        />
      </Panel>
      <Panel title="Configuration" flush>
        {config.length === 0 ? (
          <p className="p-3 text-muted">The trainer logged no parameter.</p>
        ) : (
          <PlainTable
            caption="Configuration"
            columns={[{ title: 'Key' }, { title: 'Value' }]}
            rows={config.map(([key, value]) => ({
              id: key,
              cells: [
                <code key="key" className="[overflow-wrap:anywhere]">
                  {key}
                </code>,
                <bdi key="value" className="[overflow-wrap:anywhere]">
                  {value}
                </bdi>,
              ],
            }))}
          />
        )}
      </Panel>
    </>
  )
}

const RolloutsLink = ({ run }: { run: TrainingRunDetail }) => (
  <Link href={`/training/${run.id}/rollouts`} className="link">
    {formatReading(run.rollouts)}
  </Link>
)
