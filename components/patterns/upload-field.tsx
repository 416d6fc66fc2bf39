'use client'

import type { ReactNode } from 'react'
import type { SendEvents } from '#components/data/send-file.ts'
import { type Sending, useUpload } from '#components/data/use-upload.ts'
import { FileField, type FileFieldProps } from '#components/patterns/file-field.tsx'
import { formatBytes } from '#components/patterns/format.ts'
import { Button } from '#components/ui/button.tsx'

type UploadFieldProps = Omit<FileFieldProps, 'onFiles' | 'disabled' | 'tone'> & {
  /** Sends one file; the next one waits for it. */
  send: (file: File, events: SendEvents) => Promise<void>
  /** Shown while nothing is sent: which files are taken, and what happened to the last ones. */
  children: ReactNode
}

/** Takes files and sends them: bytes on their way, a way to stop, and why a file was not stored. */
export function UploadField({ send, children, ...field }: UploadFieldProps) {
  const upload = useUpload(send)
  return (
    <FileField
      {...field}
      tone="primary"
      disabled={upload.state.kind === 'sending'}
      onFiles={(files) => void upload.start(files)}
    >
      <Beside state={upload.state} cancel={upload.cancel}>
        {children}
      </Beside>
    </FileField>
  )
}

function Beside({ state, cancel, children }: { state: Sending; cancel: () => void; children: ReactNode }) {
  if (state.kind === 'idle') return <div className="min-w-0 flex-1 text-xs text-muted">{children}</div>
  if (state.kind === 'failed')
    return (
      <p role="alert" className="min-w-0 flex-1 text-xs [overflow-wrap:anywhere] text-bad-text">
        {state.message}
      </p>
    )
  const { name, place, sent, total } = state
  const share = total > 0 ? Math.round((100 * sent) / total) : 0
  return (
    <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-2">
      <span className="min-w-0 text-xs [overflow-wrap:anywhere]">
        {place}
        {name}
      </span>
      <progress
        className="h-2 min-w-24 flex-1 accent-sand"
        value={sent}
        max={total}
        aria-label={`Upload of ${name}`}
      />
      <span className="num text-xs whitespace-nowrap">
        {formatBytes(sent)} of {formatBytes(total)}, {share} %
      </span>
      <Button onClick={cancel}>Cancel</Button>
    </div>
  )
}
