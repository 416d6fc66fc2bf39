import Link from 'next/link'
import type { ReactNode } from 'react'
import { TrainingPanel } from '#components/environments/training-panel.tsx'
import { MadeBy } from '#components/models/made-by.tsx'
import { CopyHash } from '#components/patterns/copy-id.tsx'
import { environmentHref } from '#components/patterns/environment-url.ts'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { VersionBadge } from '#components/patterns/status-badge.tsx'
import { Time } from '#components/patterns/time.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { EnvironmentDetail } from '#lib/contracts/environments.ts'
import type { AuditEntry } from '#lib/contracts/overview.ts'
import type { EnvironmentTraining } from '#lib/contracts/training-signals.ts'

/** Versions, the packs that carry this one, the training runs that met it, and who did what to it. */
export function HistoryTab({
  detail,
  training,
  audit,
  changes,
}: {
  detail: EnvironmentDetail
  /** Null for those who may not see training runs. */
  training: EnvironmentTraining | null
  audit: readonly AuditEntry[] | null
  /** What this version changes over the one before; nothing for a first one. */
  changes: ReactNode
}) {
  const { environment, version } = detail
  return (
    <div className="flex flex-col gap-4">
      <Panel title="Versions" flush>
        <PlainTable
          caption="Versions"
          columns={[
            { title: 'Version' },
            { title: 'Status' },
            { title: 'Content' },
            { title: 'Author' },
            { title: 'Edited by' },
            { title: 'Why' },
            { title: 'Created' },
          ]}
          rows={detail.versions.map((one) => ({
            id: one.id,
            highlighted: one.number === version.number,
            cells: [
              <Link key="link" href={environmentHref(environment.slug, one.number)} className="link num">
                v{one.number}
              </Link>,
              <VersionBadge key="status" status={one.status} />,
              <CopyHash key="hash" hash={one.contentHash} />,
              one.authorName,
              one.editorName === one.authorName && one.reason === null ? '–' : one.editorName,
              <span key="why" className="block min-w-40 [overflow-wrap:anywhere]">
                {one.reason ?? ''}
              </span>,
              <Time key="at" iso={one.createdAt} />,
            ],
          }))}
        />
      </Panel>
      {changes}
      <MadeBy task={detail.task} />
      <Panel title="Packs">
        {detail.packs.length === 0 ? (
          <p className="text-muted">No pack carries this version.</p>
        ) : (
          <ul className="flex flex-wrap gap-x-4 gap-y-1">
            {detail.packs.map((pack) => (
              <li key={pack.id}>
                <Link href={`/packs/${pack.id}`} className="link">
                  {pack.slug} v{pack.version}
                </Link>{' '}
                <span className="text-muted">{pack.status}</span>
              </li>
            ))}
          </ul>
        )}
      </Panel>
      {training ? <TrainingPanel slug={environment.slug} training={training} /> : null}
      {audit ? (
        <Panel
          title="Record"
          note={detail.reviews === null ? "append-only; others' verdicts follow yours" : 'append-only'}
          flush
        >
          {audit.length === 0 ? (
            <p className="p-3 text-muted">
              Nothing is on record yet
              {version.runId ? (
                <>
                  ; what made it is in the log of{' '}
                  <Link href={`/runs/${version.runId}`} className="link">
                    its run
                  </Link>
                </>
              ) : null}
              .
            </p>
          ) : (
            <PlainTable
              caption="Audit record"
              columns={[{ title: 'When' }, { title: 'Who' }, { title: 'What' }]}
              rows={audit.map((entry) => ({
                id: entry.id,
                cells: [
                  <Time key="at" iso={entry.at} />,
                  entry.actorName,
                  <code key="verb">{entry.verb}</code>,
                ],
              }))}
            />
          )}
        </Panel>
      ) : null}
    </div>
  )
}
