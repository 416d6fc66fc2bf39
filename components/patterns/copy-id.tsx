'use client'

import { Check, Copy } from 'lucide-react'
import { useState } from 'react'

const SHOW_DONE_MS = 1500

/** An id, hash or command in mono type; a click copies the whole of it. */
export function CopyId({
  value,
  shown = value,
  label = 'Copy',
}: {
  value: string
  shown?: string
  label?: string
}) {
  const [copied, setCopied] = useState(false)
  async function copy() {
    await navigator.clipboard.writeText(value)
    setCopied(true)
    setTimeout(() => setCopied(false), SHOW_DONE_MS)
  }
  return (
    <button
      type="button"
      onClick={copy}
      title={value}
      className="-mx-1 inline-flex min-h-6 max-w-full items-center gap-1 rounded-sm px-1 text-left font-mono text-xs text-muted hover:bg-sunken hover:text-ink"
    >
      <span className="sr-only">{label}</span>
      <span className="truncate">{shown}</span>
      {copied ? <Check size={12} aria-hidden className="text-ok-text" /> : <Copy size={12} aria-hidden />}
      <span role="status" className="sr-only">
        {copied ? 'Copied' : ''}
      </span>
    </button>
  )
}

/** A content hash by its first twelve digits. */
export const CopyHash = ({ hash }: { hash: string }) => (
  <CopyId value={hash} shown={hash.slice(0, 12)} label="Copy hash" />
)

/** A command for the terminal that does what the screen shows. */
export function Snippet({ command, label }: { command: string; label: string }) {
  return (
    <div className="flex items-start gap-2 rounded-md border border-line bg-sunken px-2 py-1">
      <code className="min-w-0 flex-1 py-1 wrap-anywhere whitespace-pre-wrap">{command}</code>
      <CopyId value={command} shown="" label={label} />
    </div>
  )
}
