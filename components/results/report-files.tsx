import { CopyHash } from '#components/patterns/copy-id.tsx'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { Time } from '#components/patterns/time.tsx'
import type { SystemDetail } from '#lib/contracts/results.ts'

const byName = (a: { filename: string }, b: { filename: string }): number =>
  a.filename < b.filename ? -1 : 1

/** The reports that the attempts came from, in the order that gives each attempt its seed. */
export function ReportFiles({ files }: { files: SystemDetail['files'] }) {
  if (files.length === 0) return <p className="text-muted">No report yet.</p>
  return (
    <PlainTable
      caption="Report files"
      columns={[
        { title: 'File' },
        { title: 'Run group' },
        { title: 'Results', numeric: true },
        { title: 'SHA-256' },
        { title: 'Imported' },
      ]}
      rows={files.toSorted(byName).map((file) => ({
        id: file.id,
        cells: [
          <span key="name" className="inline-block min-w-56 [overflow-wrap:anywhere]">
            {file.filename}
          </span>,
          file.runGroup ?? '–',
          file.results,
          <CopyHash key="hash" hash={file.sha256} />,
          <Time key="at" iso={file.createdAt} />,
        ],
      }))}
    />
  )
}
