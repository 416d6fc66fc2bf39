import { CircleCheck, CircleX, Info, LoaderCircle } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { plural } from '#components/patterns/format.ts'
import { Time } from '#components/patterns/time.tsx'
import { reportFacts, runFacts } from '#components/training/imports/import-words.ts'
import type { ImportedRun, ImportNote, TrainingImportView } from '#lib/contracts/imports.ts'
import { isUnfinished } from '#lib/domain/unfinished.ts'

/** So many lines stand open; the rest folds away. */
const OPEN = 8

/** What happened to each uploaded file: its runs, what was refused, and what to know about the rest. */
export function ImportList({ imports }: { imports: readonly TrainingImportView[] }) {
  return (
    <ul className="divide-y divide-line" aria-label="Imports">
      {imports.map((one) => (
        <li key={one.id} className="flex flex-col gap-1 px-3 py-2">
          <div className="flex flex-wrap items-baseline gap-x-3">
            <span className="font-medium [overflow-wrap:anywhere]">{one.filename}</span>
            <span className="text-xs text-muted [overflow-wrap:anywhere]">into {one.experiment}</span>
            <span className="text-xs text-muted">
              <Time iso={one.createdAt} /> by {one.uploadedByName}
            </span>
            {isUnfinished(one) ? (
              <Waiting status={one.status} />
            ) : (
              <span className="text-xs text-muted">{reportFacts(one)}</span>
            )}
          </div>
          {one.error ? (
            <p className="flex gap-1.5 text-bad-text">
              <CircleX size={16} aria-hidden className="mt-0.5 shrink-0" />
              <span className="min-w-0 [overflow-wrap:anywhere]">{one.error}</span>
            </p>
          ) : null}
          <Report view={one} />
        </li>
      ))}
    </ul>
  )
}

function Waiting({ status }: Pick<TrainingImportView, 'status'>) {
  return (
    <span role="status" className="inline-flex items-center gap-1 text-xs text-muted">
      <LoaderCircle size={12} aria-hidden className="animate-spin" />
      {status === 'queued' ? 'waits for a worker' : 'is being read'}
    </span>
  )
}

function Report({ view }: { view: TrainingImportView }) {
  if (view.report === null) return null
  const { runs, refused, warnings } = view.report
  return (
    <>
      <Folded of={runs} what="run" line={(run) => <RunLine key={run.id + run.name} run={run} />} />
      <Folded
        of={refused}
        what="refusal"
        line={(note) => <NoteLine key={keyOf(note)} note={note} tone="bad" />}
      />
      <Folded
        of={warnings}
        what="remark"
        line={(note) => <NoteLine key={keyOf(note)} note={note} tone="plain" />}
      />
    </>
  )
}

const keyOf = ({ file, where, message }: ImportNote) => `${file}|${where}|${message}`

function Folded<T>({ of, what, line }: { of: readonly T[]; what: string; line: (item: T) => ReactNode }) {
  if (of.length === 0) return null
  const list = (items: readonly T[]) => <ul className="flex flex-col gap-1 text-xs">{items.map(line)}</ul>
  if (of.length <= OPEN) return list(of)
  return (
    <>
      {list(of.slice(0, OPEN))}
      <details>
        <summary className="inline-flex min-h-6 cursor-pointer items-center text-xs text-muted hover:text-ink">
          {plural(of.length - OPEN, `more ${what}`)}
        </summary>
        {list(of.slice(OPEN))}
      </details>
    </>
  )
}

function RunLine({ run }: { run: ImportedRun }) {
  return (
    <li className="flex gap-1.5">
      <CircleCheck size={14} aria-hidden className="mt-1.5 shrink-0 text-ok-text" />
      <span className="flex min-w-0 flex-wrap items-center gap-x-2">
        <Link
          href={`/training/${run.id}`}
          className="link inline-flex min-h-6 items-center [overflow-wrap:anywhere]"
        >
          {run.name}
        </Link>
        <span className="text-muted">{runFacts(run)}</span>
      </span>
    </li>
  )
}

function NoteLine({ note, tone }: { note: ImportNote; tone: 'bad' | 'plain' }) {
  const Icon = tone === 'bad' ? CircleX : Info
  return (
    <li className="flex gap-1.5">
      <Icon
        size={14}
        aria-hidden
        className={tone === 'bad' ? 'mt-px shrink-0 text-bad-text' : 'mt-px shrink-0 text-warn-text'}
      />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        <code>{note.file}</code>
        {note.where === null ? '' : `, ${note.where}`}: {note.message}{' '}
        <span className="text-muted">{note.next}</span>
      </span>
    </li>
  )
}
