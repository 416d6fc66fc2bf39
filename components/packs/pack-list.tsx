'use client'

import { Download } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { ask } from '#components/data/read-json.ts'
import { useFollowed } from '#components/data/use-followed.ts'
import type { Column } from '#components/patterns/column.ts'
import { CopyHash } from '#components/patterns/copy-id.tsx'
import { DataTable } from '#components/patterns/data-table.tsx'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { formatBytes, plural } from '#components/patterns/format.ts'
import { LoadFailed } from '#components/patterns/query-state.tsx'
import { PackBadge } from '#components/patterns/status-badge.tsx'
import { Time } from '#components/patterns/time.tsx'
import { DownloadLink } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { PACKS, type PackList, type PackView } from '#lib/contracts/packs.ts'
import { isUnfinished } from '#lib/domain/unfinished.ts'

function columns(mayDownload: boolean): Column<PackView>[] {
  return [
    {
      id: 'title',
      title: 'Pack',
      cell: (pack) => (
        <Link href={`/packs/${pack.id}`} data-row-link className="font-medium hover:underline">
          {pack.title}
        </Link>
      ),
    },
    { id: 'version', title: 'Version', numeric: true, cell: (pack) => `v${pack.version}` },
    { id: 'status', title: 'Status', cell: (pack) => <PackBadge status={pack.status} /> },
    { id: 'layout', title: 'Layout', cell: (pack) => pack.layout },
    { id: 'environments', title: 'Environments', numeric: true, cell: (pack) => pack.environments },
    {
      id: 'split',
      title: 'Train / validation',
      numeric: true,
      cell: (pack) => `${pack.train} / ${pack.validation}`,
    },
    {
      id: 'bytes',
      title: 'Size',
      numeric: true,
      cell: (pack) => (pack.bytes === null ? '–' : formatBytes(pack.bytes)),
    },
    { id: 'sha256', title: 'Hash', cell: (pack) => (pack.sha256 ? <CopyHash hash={pack.sha256} /> : '–') },
    { id: 'by', title: 'Built by', cell: (pack) => pack.createdByName },
    { id: 'created', title: 'Created', cell: (pack) => <Time iso={pack.createdAt} /> },
    {
      id: 'get',
      title: 'Download',
      cell: (pack) =>
        pack.status === 'ready' && mayDownload ? (
          <DownloadLink
            href={addressOf(PACKS.download, { id: pack.id })}
            icon={<Download size={14} aria-hidden />}
          >
            Download<span className="sr-only"> {pack.title}</span>
          </DownloadLink>
        ) : (
          <span className="text-muted">{pack.error ?? '–'}</span>
        ),
    },
  ]
}

/** Frozen sets of approved versions; polled while one is being built. */
export function PackListView({
  initial,
  mayDownload,
  action,
}: {
  initial: PackList
  mayDownload: boolean
  action: ReactNode
}) {
  const query = useFollowed(
    {
      ...ask(PACKS.list),
      initialData: initial,
    },
    (list) => list.packs.some(isUnfinished),
    'work',
  )
  if (query.isError)
    return <LoadFailed what="The packs" error={query.error} retry={() => void query.refetch()} />
  const { packs, catalogue } = query.data
  return (
    <Panel title="Packs" note={`${plural(catalogue, 'approved environment')} in the catalogue`} flush>
      <DataTable
        caption="Packs"
        columns={columns(mayDownload)}
        rows={packs}
        rowId={(pack) => pack.id}
        count={plural(packs.length, 'pack')}
        empty={
          <EmptyState kind="none" title="No pack yet" action={action}>
            A pack is a frozen, verified set of approved environments, ready for a trainer.
          </EmptyState>
        }
      />
    </Panel>
  )
}
