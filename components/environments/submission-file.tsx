'use client'

import { FileField } from '#components/patterns/file-field.tsx'
import { SUBMISSION_MAX_BYTES } from '#lib/contracts/scores.ts'

export type ChosenFile = { name: string; bytes: number; base64: string }

/** A file of the reader's disk. Its encoding and dialect are told where it is scored, as for every other door. */
async function readFile(file: File): Promise<ChosenFile> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte))
  return { name: file.name, bytes: bytes.length, base64: btoa(letters.join('')) }
}

/** Chooses a submission to be sent as it is, byte for byte. */
export function SubmissionFile({ onFile }: { onFile: (file: ChosenFile) => void }) {
  return (
    <FileField
      label="Open a file"
      accept=".csv,.tsv,.txt"
      maxBytes={SUBMISSION_MAX_BYTES}
      onFiles={async ([file]) => {
        if (file) onFile(await readFile(file))
      }}
    />
  )
}
