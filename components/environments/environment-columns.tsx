import Link from 'next/link'
import { CertificateBadge } from '#components/environments/certificate-badge.tsx'
import { GapHead, GapShares } from '#components/environments/figures.tsx'
import type { Column } from '#components/patterns/column.ts'
import { CopyHash } from '#components/patterns/copy-id.tsx'
import { MetricName } from '#components/patterns/metric-name.tsx'
import { VersionBadge } from '#components/patterns/status-badge.tsx'
import { Time } from '#components/patterns/time.tsx'
import type { EnvironmentView } from '#lib/contracts/environments.ts'

const slugEnd = (slug: string): string => slug.slice(slug.lastIndexOf('-') + 1)

const COLUMNS: readonly Column<EnvironmentView>[] = [
  {
    id: 'title',
    text: (row) => row.title,
    title: 'Environment',
    sortable: true,
    grows: true,
    cell: (row) => (
      <span className="flex min-w-0 items-baseline gap-1.5">
        <Link
          href={`/environments/${row.slug}`}
          data-row-link
          title={row.title}
          className="truncate font-medium hover:underline"
        >
          {row.title}
        </Link>
        {/* Titles repeat over runs; the end of the slug does not. */}
        <code className="text-muted max-sm:hidden">{slugEnd(row.slug)}</code>
      </span>
    ),
  },
  {
    id: 'status',
    text: (row) => row.status,
    title: 'Status',
    sortable: true,
    cell: (row) => <VersionBadge status={row.status} />,
  },
  {
    id: 'certificate',
    text: (row) => row.certificate,
    title: 'Certificate',
    cell: (row) => <CertificateBadge passed={row.certificate} />,
  },
  {
    id: 'modality',
    text: (row) => row.modality,
    title: 'Modality',
    sortable: true,
    cell: (row) => row.modality,
  },
  {
    id: 'metric',
    text: (row) => row.metric,
    title: 'Metric',
    sortable: true,
    cell: (row) => <MetricName metric={row.metric} direction={row.direction} />,
  },
  {
    id: 'gap',
    title: 'Gap closed by',
    numeric: true,
    head: <GapHead />,
    cell: (row) => <GapShares figures={row.figures} />,
  },
  { id: 'task', text: (row) => row.taskType, title: 'Task', optional: true, cell: (row) => row.taskType },
  { id: 'domain', text: (row) => row.domain, title: 'Domain', sortable: true, cell: (row) => row.domain },
  {
    id: 'version',
    text: (row) => row.version,
    title: 'Version',
    numeric: true,
    optional: true,
    cell: (row) => `v${row.version}`,
  },
  { id: 'author', text: (row) => row.authorName, title: 'Author', cell: (row) => row.authorName },
  {
    id: 'created',
    text: (row) => row.createdAt,
    title: 'Created',
    sortable: true,
    cell: (row) => <Time iso={row.createdAt} />,
  },
  {
    id: 'hash',
    text: (row) => row.contentHash,
    title: 'Hash',
    optional: true,
    cell: (row) => <CopyHash hash={row.contentHash} />,
  },
  {
    id: 'slug',
    text: (row) => row.slug,
    title: 'Slug',
    optional: true,
    cell: (row) => <code>{row.slug}</code>,
  },
]

/** The columns that a reader's answers fill: how far the judge's solvers came is for the judge view alone. */
export const environmentColumns = (seesJudge: boolean): readonly Column<EnvironmentView>[] =>
  seesJudge ? COLUMNS : COLUMNS.filter(({ id }) => id !== 'gap')
