import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { usePerson } from '#components/data/person.tsx'
import { sendFile } from '#components/data/send-file.ts'
import { keyOf } from '#lib/contracts/endpoint.ts'
import { IMPORTS } from '#lib/contracts/imports.ts'

export type Sending =
  | { kind: 'idle' }
  | { kind: 'sending'; name: string; place: string; sent: number; total: number }
  | { kind: 'failed'; message: string }
  | { kind: 'present'; names: string[] }

export type Destination = { experiment: string; name: string; packId: string; x: string }
const given = (text: string) => (text.trim() === '' ? undefined : text.trim())

/** Sends files one after the other, in their order, as several files of one run are its segments. */
export function useSendLogs() {
  const abort = useRef<AbortController | null>(null)
  const queries = useQueryClient()
  const [state, setState] = useState<Sending>({ kind: 'idle' })
  const madeFor = usePerson()
  async function send(files: readonly File[], { experiment, name, packId, x }: Destination) {
    if (files.length === 0 || state.kind === 'sending') return
    const controller = new AbortController()
    abort.current = controller
    const present: string[] = []
    try {
      for (const [index, file] of files.entries()) {
        const place = files.length === 1 ? '' : `${index + 1} of ${files.length}: `
        const onBytes = (sent: number, total: number) =>
          setState({ kind: 'sending', name: file.name, place, sent, total })
        onBytes(0, file.size)
        const query = {
          filename: file.name,
          experiment: given(experiment),
          name: given(name),
          packId: given(packId),
          x: given(x),
        }
        const events = { madeFor, onBytes, signal: controller.signal }
        const staged = await sendFile(IMPORTS.upload, query, file, events)
        if (staged.present) present.push(file.name)
        await queries.invalidateQueries({ queryKey: keyOf(IMPORTS.list) })
      }
      setState(present.length > 0 ? { kind: 'present', names: present } : { kind: 'idle' })
    } catch (error) {
      setState({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
    }
  }
  return { state, send, cancel: () => abort.current?.abort() }
}
