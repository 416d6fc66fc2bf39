'use client'

import { useRef, useState } from 'react'
import { formatBytes } from '#components/patterns/format.ts'
import { Button } from '#components/ui/button.tsx'
import { SUBMISSION_MAX_BYTES } from '#lib/contracts/scores.ts'

export type ChosenFile = { name: string; bytes: number; base64: string }

/** A file of the reader's disk. Its encoding and dialect are told where it is scored, as for every other door. */
async function readFile(file: File): Promise<ChosenFile> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte))
  return { name: file.name, bytes: bytes.length, base64: btoa(letters.join('')) }
}

function problemOf({ name, size }: File): string | null {
  if (size === 0) return `${name} is empty.`
  return size > SUBMISSION_MAX_BYTES ? `${name} is larger than ${formatBytes(SUBMISSION_MAX_BYTES)}.` : null
}

/** Chooses a submission to be sent as it is, byte for byte. */
export function SubmissionFile({ onFile }: { onFile: (file: ChosenFile) => void }) {
  const input = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState<string | null>(null)
  async function take(file: File | undefined) {
    if (file === undefined) return
    const found = problemOf(file)
    setProblem(found)
    if (found === null) onFile(await readFile(file))
  }
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".csv,.tsv,.txt,text/csv"
        aria-label="Submission file"
        tabIndex={-1}
        className="sr-only"
        onChange={({ target }) => {
          void take(target.files?.[0])
          target.value = ''
        }}
      />
      <Button onClick={() => input.current?.click()}>Open a file</Button>
      {problem === null ? null : (
        <span role="alert" className="text-xs text-bad-text">
          {problem}
        </span>
      )}
    </>
  )
}
