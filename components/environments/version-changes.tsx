import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { DiffHunks } from '#components/patterns/diff-hunks.tsx'
import { environmentHref } from '#components/patterns/environment-url.ts'
import { formatBytes, plural } from '#components/patterns/format.ts'
import { Badge } from '#components/ui/badge.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { FileDiff, VersionDiff } from '#lib/contracts/revisions.ts'

const TONE = { added: 'ok', removed: 'bad', changed: 'warn' } as const

/** What a version changes over the one before: who says why, then each file with its lines. */
export function VersionChanges({ diff, slug, by }: { diff: VersionDiff; slug: string; by: string }) {
  return (
    <Panel title={`Changes since v${diff.from}`} note={plural(diff.files.length, 'file')} flush id="changes">
      {diff.reason === null ? null : (
        <p className="border-b border-line p-3 [overflow-wrap:anywhere] whitespace-pre-line">
          <strong>{by}:</strong> {diff.reason}
        </p>
      )}
      {diff.files.length === 0 ? <p className="p-3 text-muted">No file that you may see differs.</p> : null}
      {diff.files.map((file) => (
        <ChangedFile key={file.path} file={file} slug={slug} diff={diff} />
      ))}
    </Panel>
  )
}

/** Open for what a person wrote; closed for the record of it and what a program made. */
function ChangedFile({ file, slug, diff }: { file: FileDiff; slug: string; diff: VersionDiff }) {
  const { path, change, hunks } = file
  return (
    <details
      open={hunks !== null && path !== 'task.json'}
      className="group border-t border-line first:border-t-0"
    >
      <summary className="flex cursor-pointer flex-wrap items-center gap-2 px-3 py-1.5 hover:bg-sunken">
        <ChevronRight size={14} aria-hidden className="shrink-0 group-open:rotate-90" />
        <code className="[overflow-wrap:anywhere]">{path}</code>
        <Badge tone={TONE[change]}>{change}</Badge>
        <span className="num text-xs text-muted">
          {formatBytes(file.bytesBefore)} → {formatBytes(file.bytesAfter)}
        </span>
      </summary>
      {hunks === null ? (
        <p className="px-3 pb-2 text-muted">
          Not compared line by line: data, or too large. Open it{' '}
          <Link href={environmentHref(slug, diff.from, { tab: 'files', file: path })} className="link">
            in v{diff.from}
          </Link>{' '}
          or{' '}
          <Link href={environmentHref(slug, diff.to, { tab: 'files', file: path })} className="link">
            in v{diff.to}
          </Link>
          .
        </p>
      ) : (
        <DiffHunks label={`Changes of ${path}`} hunks={hunks} />
      )}
    </details>
  )
}
