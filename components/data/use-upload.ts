'use client'

import { useRef, useState } from 'react'
import { usePerson } from '#components/data/person.tsx'
import type { SendEvents } from '#components/data/send-file.ts'

export type Sending =
  | { kind: 'idle' }
  | { kind: 'sending'; name: string; place: string; sent: number; total: number }
  | { kind: 'failed'; message: string }

/** What happened to a file, and to those behind it, which stay where they are: order may matter. */
function failureOf(error: unknown, files: readonly File[], index: number): string {
  const message = error instanceof Error ? error.message : String(error)
  const left = files.slice(index + 1).map(({ name }) => name)
  if (files.length === 1) return message
  return `${files[index]?.name}: ${message}${left.length > 0 ? ` Not sent: ${left.join(', ')}.` : ''}`
}

/** Sends files one after the other, in their order, up to the first that fails; those before it are stored. */
export function useUpload(send: (file: File, events: SendEvents) => Promise<void>) {
  const abort = useRef<AbortController | null>(null)
  const madeFor = usePerson()
  const [state, setState] = useState<Sending>({ kind: 'idle' })
  async function start(files: readonly File[]) {
    if (files.length === 0 || state.kind === 'sending') return
    const controller = new AbortController()
    abort.current = controller
    for (const [index, file] of files.entries()) {
      const place = files.length === 1 ? '' : `${index + 1} of ${files.length}: `
      const onBytes = (sent: number, total: number) =>
        setState({ kind: 'sending', name: file.name, place, sent, total })
      onBytes(0, file.size)
      try {
        await send(file, { madeFor, onBytes, signal: controller.signal })
      } catch (error) {
        return setState({ kind: 'failed', message: failureOf(error, files, index) })
      }
    }
    setState({ kind: 'idle' })
  }
  return { state, start, cancel: () => abort.current?.abort() }
}
