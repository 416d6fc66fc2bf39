'use client'

import { clsx } from 'clsx'
import { Upload } from 'lucide-react'
import { type DragEvent, useId, useRef, useState } from 'react'
import { formatBytes } from '#components/patterns/format.ts'
import { type Destination, type Sending, useSendLogs } from '#components/training/imports/use-send-logs.ts'
import { Button } from '#components/ui/button.tsx'
import { type Option, SelectField, TextField } from '#components/ui/field.tsx'
import { DEFAULT_EXPERIMENT } from '#lib/contracts/imports.ts'
import { ALL_LOG_FORMATS } from '#lib/domain/log-formats.ts'

const FORMATS = `${ALL_LOG_FORMATS}, or a zip of a folder of them.`

/** Takes files by drop or choice, shows the bytes on their way, and can be stopped. Reports stand below it. */
export function ImportForm({ packs }: { packs: readonly Option[] }) {
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  const { state, send, cancel } = useSendLogs()
  const [isOver, setOver] = useState(false)
  const [to, setTo] = useState<Destination>({ experiment: '', name: '', packId: '', x: '' })
  const isSending = state.kind === 'sending'
  async function take(files: FileList | null) {
    await send([...(files ?? [])], to)
    if (input.current) input.current.value = ''
  }
  const drop = {
    onDragOver: (event: DragEvent) => {
      event.preventDefault()
      setOver(true)
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault()
      setOver(false)
      void take(event.dataTransfer.files)
    },
  }
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
        <TextField
          label="Experiment"
          value={to.experiment}
          maxLength={250}
          placeholder={DEFAULT_EXPERIMENT}
          hint="Runs of one experiment are compared."
          onChange={({ target }) => setTo({ ...to, experiment: target.value })}
        />
        <TextField
          label="Run"
          value={to.name}
          maxLength={250}
          placeholder="as the file says"
          hint="For a file with one run; an existing name continues that run."
          onChange={({ target }) => setTo({ ...to, name: target.value })}
        />
        <SelectField
          label="Pack trained on"
          value={to.packId}
          options={[{ value: '', label: 'not specified' }, ...packs]}
          onChange={({ target }) => setTo({ ...to, packId: target.value })}
        />
        <TextField
          label="Column of x"
          value={to.x}
          maxLength={250}
          placeholder="the step"
          hint="Any column that only rises, where none is called a step."
          onChange={({ target }) => setTo({ ...to, x: target.value })}
        />
      </div>
      <div
        {...drop}
        className={clsx(
          'flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md border border-dashed p-3',
          isOver ? 'border-sand bg-sunken' : 'border-edge',
        )}
      >
        <input
          ref={input}
          id={id}
          type="file"
          multiple
          className="sr-only"
          disabled={isSending}
          onChange={({ target }) => void take(target.files)}
        />
        <label
          htmlFor={id}
          className="inline-flex h-8 cursor-pointer items-center gap-1.5 rounded-md bg-sand px-3 font-medium text-on-sand hover:brightness-105 [input:disabled+&]:cursor-not-allowed [input:disabled+&]:opacity-60 [input:focus-visible+&]:outline-2 [input:focus-visible+&]:outline-offset-2 [input:focus-visible+&]:outline-focus"
        >
          <Upload size={16} aria-hidden />
          Choose files
        </label>
        <SendingState state={state} cancel={cancel} />
      </div>
    </div>
  )
}

function SendingState({ state, cancel }: { state: Sending; cancel: () => void }) {
  switch (state.kind) {
    case 'sending': {
      const share = state.total > 0 ? Math.round((100 * state.sent) / state.total) : 0
      return (
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-2">
          <span className="min-w-0 text-xs [overflow-wrap:anywhere]">
            {state.place}
            {state.name}
          </span>
          <progress
            className="h-2 min-w-24 flex-1 accent-sand"
            value={state.sent}
            max={state.total}
            aria-label={`Upload of ${state.name}`}
          />
          <span className="num text-xs whitespace-nowrap">
            {formatBytes(state.sent)} of {formatBytes(state.total)}, {share} %
          </span>
          <Button onClick={cancel}>Cancel</Button>
        </div>
      )
    }
    case 'failed':
      return (
        <p role="alert" className="min-w-0 flex-1 text-xs text-bad-text">
          {state.message}
        </p>
      )
    case 'present':
      return (
        <p role="status" className="min-w-0 flex-1 text-xs text-info-text [overflow-wrap:anywhere]">
          Already present in this experiment: {state.names.join(', ')}. Nothing was stored twice.
        </p>
      )
    case 'idle':
      return <p className="min-w-0 flex-1 text-xs text-muted">Or drop them here: {FORMATS}</p>
  }
}
