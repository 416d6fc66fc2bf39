import Link from 'next/link'
import { formatReading } from '#components/charts/x-axis.ts'
import type { Column } from '#components/patterns/column.ts'
import { Time } from '#components/patterns/time.tsx'
import { TrainingBadge } from '#components/training/training-badge.tsx'
import type { TrainingRunView } from '#lib/contracts/curves.ts'

/** A value of `latest` as words; NaN and infinities come as text. */
const latestOf = (run: TrainingRunView, metric: string): string => {
  const value = run.latest[metric]
  return typeof value === 'number' ? formatReading(value) : (value ?? '–')
}

/**
 * Columns of the run table: what tells the runs apart is in sight, the rest of the configuration behind the
 * columns menu.
 */
export function runColumns(
  runs: readonly TrainingRunView[],
  differing: readonly string[],
  headline: string | null,
): Column<TrainingRunView>[] {
  const keys = [...new Set(runs.flatMap((run) => Object.keys(run.config)))].sort((a, b) =>
    a.localeCompare(b, 'en'),
  )
  const tags = [...new Set(runs.flatMap((run) => Object.keys(run.tags)))].filter(
    (key) => !key.startsWith('mlflow.'),
  )
  return [
    {
      id: 'name',
      title: 'Run',
      text: (run) => run.name,
      cell: (run) => (
        <Link href={`/training/${run.id}`} className="font-medium hover:underline">
          {run.name}
        </Link>
      ),
    },
    {
      id: 'status',
      title: 'Status',
      text: (run) => run.status,
      cell: (run) => <TrainingBadge status={run.status} />,
    },
    ...keys.map((key) => ({
      id: `config ${key}`,
      title: key,
      optional: !differing.includes(key),
      text: (run: TrainingRunView) => run.config[key] ?? null,
      cell: (run: TrainingRunView) =>
        run.config[key] === undefined ? (
          <span className="text-muted">∅</span>
        ) : (
          <Value text={run.config[key]} />
        ),
    })),
    ...(headline
      ? [
          {
            id: 'headline',
            title: `Last ${headline}`,
            numeric: true,
            text: (run: TrainingRunView) => run.latest[headline] ?? null,
            cell: (run: TrainingRunView) => latestOf(run, headline),
          },
        ]
      : []),
    {
      id: 'step',
      title: 'Last step',
      numeric: true,
      text: (run) => run.lastStep,
      cell: (run) => (run.lastStep === null ? '–' : formatReading(run.lastStep)),
    },
    {
      id: 'points',
      title: 'Points',
      numeric: true,
      text: (run) => run.points,
      cell: (run) => formatReading(run.points),
    },
    {
      id: 'rollouts',
      title: 'Rollouts',
      numeric: true,
      text: (run) => run.rollouts,
      cell: (run) => formatReading(run.rollouts),
    },
    ...tags.map((key) => ({
      id: `tag ${key}`,
      title: `tag ${key}`,
      text: (run: TrainingRunView) => run.tags[key] ?? null,
      cell: (run: TrainingRunView) => <Value text={run.tags[key] ?? ''} />,
    })),
    {
      id: 'pack',
      title: 'Pack',
      text: (run) => (run.pack ? `${run.pack.slug} v${run.pack.version}` : null),
      cell: (run) =>
        run.pack ? (
          <Link href={`/packs/${run.pack.id}`} className="hover:underline">
            {run.pack.slug} v{run.pack.version}
          </Link>
        ) : (
          '–'
        ),
    },
    { id: 'source', title: 'Source', optional: true, text: (run) => run.source, cell: (run) => run.source },
    {
      id: 'started',
      title: 'Started',
      text: (run) => run.startedAt,
      cell: (run) => (run.startedAt ? <Time iso={run.startedAt} /> : '–'),
    },
    { id: 'by', title: 'By', text: (run) => run.createdByName, cell: (run) => run.createdByName },
    { id: 'id', title: 'Id', optional: true, text: (run) => run.id, cell: (run) => <code>{run.id}</code> },
  ]
}

const Value = ({ text }: { text: string }) => (
  <bdi className="block max-w-64 truncate" title={text.length > 30 ? text : undefined}>
    {text}
  </bdi>
)
