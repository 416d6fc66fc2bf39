import Link from 'next/link'
import { CertificateBadge } from '#components/environments/certificate-badge.tsx'
import { GapShares } from '#components/environments/figures.tsx'
import { CopyHash } from '#components/patterns/copy-id.tsx'
import type { Column } from '#components/patterns/data-table.tsx'
import { VersionBadge } from '#components/patterns/status-badge.tsx'
import { Time } from '#components/patterns/time.tsx'
import type { EnvironmentView } from '#lib/contracts/environments.ts'
import { METRIC_FACTS } from '#lib/domain/vocabulary.ts'

export const ENVIRONMENT_COLUMNS: readonly Column<EnvironmentView>[] = [
  {
    id: 'title',
    title: 'Environment',
    sortable: true,
    cell: (row) => (
      <Link href={`/environments/${row.slug}`} data-row-link className="font-medium hover:underline">
        {row.title}
      </Link>
    ),
  },
  { id: 'status', title: 'Status', sortable: true, cell: (row) => <VersionBadge status={row.status} /> },
  { id: 'certificate', title: 'Certificate', cell: (row) => <CertificateBadge passed={row.certificate} /> },
  { id: 'modality', title: 'Modality', sortable: true, cell: (row) => row.modality },
  {
    id: 'metric',
    title: 'Metric',
    sortable: true,
    cell: (row) => `${METRIC_FACTS[row.metric].title} ${row.direction === 'maximize' ? '↑' : '↓'}`,
  },
  { id: 'gap', title: 'Gap closed', numeric: true, cell: (row) => <GapShares figures={row.figures} /> },
  { id: 'task', title: 'Task', optional: true, cell: (row) => row.taskType },
  { id: 'domain', title: 'Domain', sortable: true, cell: (row) => row.domain },
  { id: 'version', title: 'Version', numeric: true, cell: (row) => `v${row.version}` },
  { id: 'author', title: 'Author', cell: (row) => row.authorName },
  { id: 'created', title: 'Created', sortable: true, cell: (row) => <Time iso={row.createdAt} /> },
  { id: 'hash', title: 'Hash', optional: true, cell: (row) => <CopyHash hash={row.contentHash} /> },
  { id: 'slug', title: 'Slug', optional: true, cell: (row) => <code>{row.slug}</code> },
]
