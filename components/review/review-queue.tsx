'use client'

import Link from 'next/link'
import { ask } from '#components/data/read-json.ts'
import { useFollowed } from '#components/data/use-followed.ts'
import { CertificateBadge } from '#components/environments/certificate-badge.tsx'
import type { Column } from '#components/patterns/column.ts'
import { DataTable } from '#components/patterns/data-table.tsx'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { plural } from '#components/patterns/format.ts'
import { MetricName } from '#components/patterns/metric-name.tsx'
import { LoadFailed } from '#components/patterns/query-state.tsx'
import { Time } from '#components/patterns/time.tsx'
import { usePlace } from '#components/review/trail.ts'
import { ButtonLink } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { type QueueItem, REVIEWS, type ReviewQueue } from '#lib/contracts/reviews.ts'

const COLUMNS: readonly Column<QueueItem>[] = [
  {
    id: 'title',
    title: 'Environment',
    grows: true,
    cell: (item) => (
      <Link
        href={`/review/${item.versionId}`}
        data-row-link
        title={item.title}
        className="block truncate font-medium leading-6 hover:underline"
      >
        {item.title}
      </Link>
    ),
  },
  { id: 'version', title: 'Version', numeric: true, cell: (item) => `v${item.version}` },
  { id: 'turn', title: 'Turn', cell: (item) => <Turn item={item} /> },
  { id: 'reviews', title: 'Reviews', numeric: true, cell: (item) => `${item.reviews} of ${item.needed}` },
  { id: 'certificate', title: 'Certificate', cell: (item) => <CertificateBadge passed={item.certificate} /> },
  { id: 'modality', title: 'Modality', cell: (item) => item.modality },
  {
    id: 'metric',
    title: 'Metric',
    cell: (item) => <MetricName metric={item.metric} direction={item.direction} />,
  },
  { id: 'author', title: 'Author', cell: (item) => item.authorName },
  {
    id: 'submitted',
    title: 'Submitted',
    cell: (item) => (item.submittedAt ? <Time iso={item.submittedAt} /> : '–'),
  },
]

function Turn({ item }: { item: QueueItem }) {
  if (item.can.allowed) return <span className="font-medium">yours</span>
  return (
    <span
      className="line-clamp-2 max-w-64 text-xs leading-tight whitespace-normal text-muted"
      title={item.can.reason}
    >
      {item.reviewedByMe ? 'your review is in' : item.can.reason}
    </span>
  )
}

/** What waits for a verdict, the reader's own turn first, then the oldest. */
export function ReviewQueueView({ initial }: { initial: ReviewQueue }) {
  const { place } = usePlace()
  const query = useFollowed(
    {
      ...ask(REVIEWS.queue),
      initialData: initial,
    },
    true,
    'watch',
  )
  if (query.isError)
    return <LoadFailed what="The queue" error={query.error} retry={() => void query.refetch()} />
  const { items, mine } = query.data
  const first = items.find((item) => item.can.allowed)
  const kept = items.find((item) => item.versionId === place && item.can.allowed && item !== first)
  return (
    <Panel
      title="Waiting for review"
      note={`${mine} for you`}
      flush
      actions={
        first ? (
          <>
            {kept ? (
              <ButtonLink href={`/review/${kept.versionId}`} title={kept.title}>
                Where you were
              </ButtonLink>
            ) : null}
            <ButtonLink tone="primary" href={`/review/${first.versionId}`}>
              Review the next
            </ButtonLink>
          </>
        ) : null
      }
    >
      <DataTable
        caption="Review queue"
        columns={COLUMNS}
        rows={items}
        rowId={(item) => item.versionId}
        selectedId={place}
        count={plural(items.length, 'environment')}
        empty={
          <EmptyState
            kind="none"
            title="Nothing waits for review"
            action={<ButtonLink href="/environments?status=verified">Verified environments</ButtonLink>}
          >
            A version with a passed full certificate comes here when it is submitted for review.
          </EmptyState>
        }
      />
    </Panel>
  )
}
