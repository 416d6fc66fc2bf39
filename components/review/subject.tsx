import Link from 'next/link'
import { TableExplorer } from '#components/environments/table-explorer.tsx'
import { tablesOf } from '#components/environments/tables-of.ts'
import { TierAxisPanel } from '#components/environments/tier-axis-panel.tsx'
import { CodeView } from '#components/patterns/code-view.tsx'
import { formatBytes } from '#components/patterns/format.ts'
import { Statement } from '#components/patterns/statement.tsx'
import { FILE_PANEL, type filesUnderReview } from '#components/review/files-under-review.ts'
import { Panel } from '#components/ui/panel.tsx'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { type EnvironmentDetail, type FileView, VERSIONS } from '#lib/contracts/environments.ts'

type SubjectProps = {
  detail: EnvironmentDetail
  file: FileView | null
  entries: ReturnType<typeof filesUnderReview>
}

/** The thing under judgement: tiers, statement or one file, and the data. */
export function Subject({ detail, file, entries }: SubjectProps) {
  const { version, environment } = detail
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <TierAxisPanel detail={detail} />
      <Panel
        id={FILE_PANEL}
        title={file ? file.path : 'Statement'}
        note={file ? formatBytes(file.bytes) : 'what the agent reads'}
        flush
      >
        <nav
          aria-label="Files under review"
          className="flex gap-1 overflow-x-auto border-b border-line p-1.5"
        >
          {entries.map((entry) => (
            <FileLink
              key={entry.label}
              href={entry.href}
              label={entry.label}
              current={entry.path === (file?.path ?? null)}
            />
          ))}
        </nav>
        {file === null ? (
          <div className="p-3">
            <Statement
              markdown={detail.description}
              whole={addressOf(VERSIONS.file, {
                id: environment.slug,
                n: version.number,
                path: 'agent/description.md',
              })}
            />
          </div>
        ) : file.text === null ? (
          <p className="p-3 text-muted">Binary file.</p>
        ) : (
          <CodeView key={file.sha256} path={file.path} text={file.text} />
        )}
      </Panel>
      <TableExplorer slug={environment.slug} number={version.number} tables={tablesOf(detail.files)} />
    </div>
  )
}

function FileLink({ href, label, current }: { href: string; label: string; current: boolean }) {
  return (
    <Link
      href={href}
      scroll={false}
      aria-current={current ? 'page' : undefined}
      className="inline-flex h-7 shrink-0 items-center rounded-sm px-2 font-mono text-xs text-muted -outline-offset-2 hover:bg-sunken aria-[current]:bg-sunken aria-[current]:text-ink"
    >
      {label}
    </Link>
  )
}
