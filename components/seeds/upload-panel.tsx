'use client'

import { useQueryClient } from '@tanstack/react-query'
import { Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { usePerson } from '#components/data/person.tsx'
import { formatBytes } from '#components/patterns/format.ts'
import { uploadArchive } from '#components/seeds/upload-archive.ts'
import { Button } from '#components/ui/button.tsx'
import { addressOf, keyOf } from '#lib/contracts/endpoint.ts'
import { SEEDS } from '#lib/contracts/seeds.ts'

type Sending =
  | { kind: 'idle' }
  | { kind: 'sending'; sent: number; total: number; name: string }
  | { kind: 'failed'; message: string }

/** Chooses a zip, shows the bytes on their way, and can be stopped. What the archive held is reported below. */
export function UploadPanel() {
  const input = useRef<HTMLInputElement>(null)
  const abort = useRef<AbortController | null>(null)
  const queries = useQueryClient()
  const madeFor = usePerson()
  const [state, setState] = useState<Sending>({ kind: 'idle' })
  async function send(file: File) {
    abort.current = new AbortController()
    setState({ kind: 'sending', sent: 0, total: file.size, name: file.name })
    try {
      const onBytes = (sent: number, total: number) =>
        setState({ kind: 'sending', sent, total, name: file.name })
      await uploadArchive(file, { madeFor, onBytes, signal: abort.current.signal })
      setState({ kind: 'idle' })
    } catch (error) {
      setState({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
    }
    if (input.current) input.current.value = ''
    await queries.invalidateQueries({ queryKey: keyOf(SEEDS.list) })
  }
  const share = state.kind === 'sending' && state.total > 0 ? Math.round((100 * state.sent) / state.total) : 0
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 p-3">
      <input
        ref={input}
        id="seed-archive"
        type="file"
        accept=".zip,application/zip"
        className="sr-only"
        disabled={state.kind === 'sending'}
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file) void send(file)
        }}
      />
      <label
        htmlFor="seed-archive"
        className="inline-flex h-8 cursor-pointer items-center gap-1.5 rounded-md bg-sand px-3 font-medium text-on-sand hover:brightness-105 [input:focus-visible+&]:outline-2 [input:focus-visible+&]:outline-offset-2 [input:focus-visible+&]:outline-focus"
      >
        <Upload size={16} aria-hidden />
        Upload a zip
      </label>
      {state.kind === 'sending' ? (
        <div className="flex min-w-0 flex-1 items-center gap-3">
          <progress
            className="h-2 min-w-24 flex-1 accent-sand"
            value={state.sent}
            max={state.total}
            aria-label={`Upload of ${state.name}`}
          />
          <span className="num text-xs whitespace-nowrap">
            {formatBytes(state.sent)} of {formatBytes(state.total)}, {share} %
          </span>
          <Button onClick={() => abort.current?.abort()}>Cancel</Button>
        </div>
      ) : (
        <p className="min-w-0 flex-1 text-xs text-muted" role={state.kind === 'failed' ? 'alert' : undefined}>
          {state.kind === 'failed' ? (
            <span className="text-bad-text">{state.message}</span>
          ) : (
            <>
              One folder a task: description.md, train.csv, test.csv, sample_submission.csv and seed.json with
              metric, source and licence. A competition folder of MLE-bench is taken without its data, too, by
              what it says. Start from the{' '}
              <a href={addressOf(SEEDS.template)} download className="link">
                template
              </a>
              ; its entries are explained in the{' '}
              <a href={addressOf(SEEDS.schema)} className="link">
                schema
              </a>
              .
            </>
          )}
        </p>
      )}
    </div>
  )
}
