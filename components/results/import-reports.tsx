'use client'

import { CircleCheck, CircleX, Info, LoaderCircle } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ask } from '#components/data/read-json.ts'
import { type SendEvents, sendFile } from '#components/data/send-file.ts'
import { useFollowed, useWhenEnded } from '#components/data/use-followed.ts'
import { UploadField } from '#components/patterns/upload-field.tsx'
import { RESULTS, type ResultsImportView } from '#lib/contracts/results.ts'
import { isUnfinished } from '#lib/domain/unfinished.ts'

/** Sends a report, or a zip of a run group, for a system, and says what a worker found in it. */
export function ImportReports({ systemId }: { systemId: string }) {
  const [staged, setStaged] = useState<ResultsImportView | null>(null)
  async function send(file: File, events: SendEvents) {
    setStaged(await sendFile(RESULTS.upload, { filename: file.name, systemId }, file, events))
  }
  return (
    <div className="flex flex-col gap-2">
      <UploadField label="Import reports" accept=".json,.zip" send={send}>
        A *_grading_report.json, a zip of a run group, episode_summaries_*.json, or an MLE-Dojo history.json.
      </UploadField>
      {staged ? <ImportReport key={staged.id} staged={staged} /> : null}
    </div>
  )
}

function ImportReport({ staged }: { staged: ResultsImportView }) {
  const router = useRouter()
  const query = useFollowed(
    { ...ask(RESULTS.getUpload, { id: staged.id }), initialData: staged },
    isUnfinished,
    'step',
  )
  const view = query.data
  useWhenEnded(isUnfinished(view), () => router.refresh())
  if (query.isError) return <Line tone="bad" text={query.error.message} />
  if (isUnfinished(view))
    return (
      <p role="status" className="inline-flex items-center gap-1.5 text-xs text-muted">
        <LoaderCircle size={14} aria-hidden className="animate-spin" />A worker reads the file.
      </p>
    )
  if (view.report === null) return <Line tone="bad" text={view.error ?? 'The file could not be read.'} />
  const { reports, refused, warnings } = view.report
  return (
    <ul aria-label="What the file held" className="flex flex-col gap-1 text-xs">
      {view.error === null ? null : <Line tone="bad" text={view.error} />}
      {reports.map((one) => (
        <Line
          key={one.filename}
          tone={one.repeated ? 'info' : 'ok'}
          text={`${one.filename}: ${one.results} results${one.repeated ? ', already present' : ''}`}
        />
      ))}
      {refused.map((one) => (
        <Line key={`${one.file}: ${one.message}`} tone="bad" text={`${one.file}: ${one.message}`} />
      ))}
      {warnings.map((one) => (
        <Line key={`${one.file}: ${one.message}`} tone="info" text={`${one.file}: ${one.message}`} />
      ))}
    </ul>
  )
}

const ICONS = { ok: CircleCheck, bad: CircleX, info: Info }
const TEXTS = { ok: 'text-ok-text', bad: 'text-bad-text', info: 'text-info-text' }

function Line({ tone, text }: { tone: 'ok' | 'bad' | 'info'; text: string }) {
  const Icon = ICONS[tone]
  return (
    <li className="flex gap-1.5 [overflow-wrap:anywhere]">
      <Icon size={14} aria-hidden className={`mt-px shrink-0 ${TEXTS[tone]}`} />
      {text}
    </li>
  )
}
