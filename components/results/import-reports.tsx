'use client'

import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleX, Info, LoaderCircle, Upload } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { usePerson } from '#components/data/person.tsx'
import { personHeaders } from '#components/data/person-headers.ts'
import { readJson, requestErrorOf } from '#components/data/read-json.ts'
import { addressOf, keyOf } from '#lib/contracts/endpoint.ts'
import { RESULTS, type ResultsImportView } from '#lib/contracts/results.ts'

const POLL_MS = 1000
const isOpen = (view: ResultsImportView | undefined): boolean =>
  view === undefined || view.status === 'queued' || view.status === 'reading'

async function sendFile(file: File, systemId: string, madeFor: string | null): Promise<string> {
  const response = await fetch(addressOf(RESULTS.upload, { filename: file.name, systemId }), {
    method: RESULTS.upload.method,
    headers: { 'content-type': 'application/octet-stream', ...personHeaders(madeFor) },
    body: file,
  })
  const body: unknown = await response.json().catch(() => null)
  const view = RESULTS.upload.response.safeParse(body)
  if (!response.ok || !view.success) throw requestErrorOf(response.status, body)
  return view.data.id
}

type Sending = { kind: 'idle' } | { kind: 'sending'; name: string } | { kind: 'failed'; message: string }

/** Sends a report, or a zip of a run group, for a system, and says what a worker found in it. */
export function ImportReports({ systemId }: { systemId: string }) {
  const input = useRef<HTMLInputElement>(null)
  const madeFor = usePerson()
  const [state, setState] = useState<Sending>({ kind: 'idle' })
  const [importId, setImportId] = useState<string | null>(null)
  async function send(file: File) {
    setState({ kind: 'sending', name: file.name })
    try {
      setImportId(await sendFile(file, systemId, madeFor))
      setState({ kind: 'idle' })
    } catch (error) {
      setState({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
    }
    if (input.current) input.current.value = ''
  }
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <input
          ref={input}
          id="results-file"
          type="file"
          accept=".json,.zip"
          className="sr-only"
          disabled={state.kind === 'sending'}
          onChange={({ target }) => {
            const file = target.files?.[0]
            if (file) void send(file)
          }}
        />
        <label
          htmlFor="results-file"
          className="inline-flex h-8 cursor-pointer items-center gap-1.5 rounded-md bg-sand px-3 font-medium text-on-sand hover:brightness-105 [input:focus-visible+&]:outline-2 [input:focus-visible+&]:outline-offset-2 [input:focus-visible+&]:outline-focus"
        >
          <Upload size={16} aria-hidden />
          Import reports
        </label>
        <p className="min-w-0 flex-1 text-xs text-muted" role={state.kind === 'failed' ? 'alert' : 'status'}>
          {state.kind === 'failed' ? (
            <span className="text-bad-text">{state.message}</span>
          ) : state.kind === 'sending' ? (
            `Sending ${state.name}`
          ) : (
            'A *_grading_report.json, a zip of a run group, episode_summaries_*.json, or an MLE-Dojo history.json.'
          )}
        </p>
      </div>
      {importId ? <ImportReport key={importId} id={importId} /> : null}
    </div>
  )
}

function ImportReport({ id }: { id: string }) {
  const router = useRouter()
  const query = useQuery({
    queryKey: keyOf(RESULTS.getUpload, { id }),
    queryFn: async ({ signal }) => {
      const view = await readJson(RESULTS.getUpload, { id }, signal)
      if (view.status === 'read') router.refresh()
      return view
    },
    refetchInterval: ({ state }) => (isOpen(state.data) ? POLL_MS : false),
  })
  const view = query.data
  if (query.isError) return <Line tone="bad" text={query.error.message} />
  if (view === undefined || isOpen(view))
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
