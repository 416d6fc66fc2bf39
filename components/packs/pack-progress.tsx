'use client'

import { Download } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { ask } from '#components/data/read-json.ts'
import { useFollowed } from '#components/data/use-followed.ts'
import type { Column } from '#components/patterns/column.ts'
import { CopyHash, Snippet } from '#components/patterns/copy-id.tsx'
import { DataTable } from '#components/patterns/data-table.tsx'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { Facts } from '#components/patterns/facts.tsx'
import { formatBytes, plural } from '#components/patterns/format.ts'
import { HeldOutBadge } from '#components/patterns/held-out-badge.tsx'
import { MetricName } from '#components/patterns/metric-name.tsx'
import { PackBadge } from '#components/patterns/status-badge.tsx'
import { Time } from '#components/patterns/time.tsx'
import { DownloadLink } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { PACKS, type PackDetail } from '#lib/contracts/packs.ts'
import { FEEDBACK_TITLES } from '#lib/domain/results.ts'
import { isUnfinished } from '#lib/domain/unfinished.ts'

type Entry = PackDetail['entries'][number]

const COLUMNS: readonly Column<Entry>[] = [
  {
    id: 'title',
    title: 'Environment',
    cell: (entry) => (
      <Link
        href={`/environments/${entry.slug}?version=${entry.version}`}
        data-row-link
        className="font-medium hover:underline"
      >
        {entry.title}
      </Link>
    ),
  },
  { id: 'version', title: 'Version', numeric: true, cell: (entry) => `v${entry.version}` },
  { id: 'split', title: 'Split', cell: (entry) => entry.split },
  { id: 'modality', title: 'Modality', cell: (entry) => entry.modality },
  { id: 'metric', title: 'Metric', cell: (entry) => <MetricName metric={entry.metric} /> },
  {
    id: 'feedback',
    title: 'Feedback',
    cell: (entry) =>
      entry.feedback === 'held-out-score' ? <HeldOutBadge /> : FEEDBACK_TITLES[entry.feedback],
  },
  { id: 'hash', title: 'Hash', cell: (entry) => <CopyHash hash={entry.contentHash} /> },
]

/** One pack: what is in it, how to get it and how to verify it offline. */
export function PackProgress({ initial, children }: { initial: PackDetail; children?: ReactNode }) {
  const { data: pack } = useFollowed(
    {
      ...ask(PACKS.get, { id: initial.id }),
      initialData: initial,
    },
    isUnfinished,
    'work',
  )
  const file = `${pack.slug}-v${pack.version}.zip`
  return (
    <div className="flex flex-col gap-4">
      <Panel
        title="Pack"
        actions={
          pack.status === 'ready' && pack.can.download.allowed ? (
            <DownloadLink
              href={addressOf(PACKS.download, { id: pack.id })}
              icon={<Download size={14} aria-hidden />}
            >
              Download
            </DownloadLink>
          ) : null
        }
      >
        <Facts
          rows={[
            ['Status', <PackBadge key="status" status={pack.status} />],
            ['Layout', pack.layout],
            ['Split', `${pack.train} train, ${pack.validation} validation`],
            ['Size', pack.bytes === null ? '–' : formatBytes(pack.bytes)],
            ['SHA-256', pack.sha256 ? <CopyHash key="hash" hash={pack.sha256} /> : '–'],
            ['Built by', pack.createdByName],
            ['Created', <Time key="time" iso={pack.createdAt} />],
            ...(pack.error
              ? [
                  [
                    'Error',
                    <span key="error" className="text-bad-text">
                      {pack.error}
                    </span>,
                  ] as const,
                ]
              : []),
            ...(pack.can.download.allowed ? [] : [['Download', pack.can.download.reason] as const]),
          ]}
        />
        {pack.status === 'ready' ? (
          <div className="mt-3 flex flex-col gap-2">
            <Snippet label="Copy command" command={`npx sandmle pack verify ${file}`} />
          </div>
        ) : null}
      </Panel>
      {children}
      <Panel title="Environments" flush>
        <DataTable
          caption="Environments of the pack"
          columns={COLUMNS}
          rows={pack.entries}
          rowId={(entry) => entry.versionId}
          count={plural(pack.entries.length, 'environment')}
          empty={
            <EmptyState kind="none" title="No environment">
              The pack names its environments when it is queued.
            </EmptyState>
          }
        />
      </Panel>
    </div>
  )
}
