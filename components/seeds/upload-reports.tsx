import { CircleCheck, CircleX, Info, LoaderCircle } from 'lucide-react'
import Link from 'next/link'
import { plural } from '#components/patterns/format.ts'
import { Time } from '#components/patterns/time.tsx'
import { refusalWords, type SeedUploadView } from '#lib/contracts/seeds.ts'

const WAITING = { queued: 'waits for a worker', reading: 'is being read' } as const

/** What happened to each uploaded archive: imported, already here, refused with file and fix. */
export function UploadReports({ uploads }: { uploads: readonly SeedUploadView[] }) {
  return (
    <ul className="divide-y divide-line" aria-label="Uploads">
      {uploads.map((upload) => (
        <li key={upload.id} className="px-3 py-2">
          <div className="flex flex-wrap items-baseline gap-x-2">
            <span className="font-medium [overflow-wrap:anywhere]">{upload.filename}</span>
            <span className="text-xs text-muted">
              <Time iso={upload.createdAt} />
            </span>
            <span className="text-xs text-muted">{summary(upload)}</span>
          </div>
          {upload.status === 'failed' ? (
            <p className="flex gap-1.5 text-bad-text">
              <CircleX size={16} aria-hidden className="mt-0.5 shrink-0" />
              {upload.error ?? 'The archive could not be read.'}
            </p>
          ) : null}
          <ReportLines upload={upload} />
        </li>
      ))}
    </ul>
  )
}

function summary(upload: SeedUploadView) {
  if (upload.status === 'queued' || upload.status === 'reading') {
    return (
      <span role="status" className="inline-flex items-center gap-1">
        <LoaderCircle size={12} aria-hidden className="animate-spin" />
        {WAITING[upload.status]}
      </span>
    )
  }
  if (!upload.report) return null
  const { imported, present, refused } = upload.report
  // A folder may be refused for several reasons.
  const folders = new Set(refused.map(({ folder }) => folder)).size
  return `${plural(imported.length, 'seed')} imported, ${present.length} already here, ${folders} refused`
}

function ReportLines({ upload }: { upload: SeedUploadView }) {
  if (!upload.report) return null
  const { imported, present, refused, warnings } = upload.report
  return (
    <ul className="mt-1 flex flex-col gap-1 text-xs">
      {imported.map((seed) => (
        <li key={seed.seedId} className="flex gap-1.5">
          <CircleCheck size={14} aria-hidden className="mt-1.5 shrink-0 text-ok-text" />
          <Link href={`/seeds/${seed.slug}`} className="link inline-flex min-h-6 items-center">
            {seed.title}
          </Link>
        </li>
      ))}
      {present.map((seed) => (
        <li key={seed.folder} className="flex gap-1.5">
          <Info size={14} aria-hidden className="mt-px shrink-0 text-info-text" />
          <span>
            {seed.folder}: already present (same content) as{' '}
            <Link href={`/seeds/${seed.slug}`} className="link">
              {seed.slug}
            </Link>
          </span>
        </li>
      ))}
      {refused.map((refusal) => (
        <li key={`${refusal.folder}/${refusal.file}/${refusal.reason}`} className="flex gap-1.5">
          <CircleX size={14} aria-hidden className="mt-px shrink-0 text-bad-text" />
          <span className="min-w-0 [overflow-wrap:anywhere]">{refusalWords(refusal)}</span>
        </li>
      ))}
      {warnings.map((warning) => (
        <li key={`${warning.folder}/${warning.message}`} className="flex gap-1.5 text-warn-text">
          <Info size={14} aria-hidden className="mt-px shrink-0" />
          {warning.folder}: {warning.message}
        </li>
      ))}
    </ul>
  )
}
