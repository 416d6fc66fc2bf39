'use client'

import { FileField } from '#components/patterns/file-field.tsx'
import { MAX_FILE_CHARACTERS } from '#lib/contracts/revisions.ts'

async function notText(file: File): Promise<string | null> {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer())
    return null
  } catch {
    return `${file.name} is not UTF-8 text. Save it as UTF-8, then choose it again.`
  }
}

/** Replaces the text in the editor by that of a file of this machine; nothing is saved by it. */
export const UploadButton = ({ onText }: { onText: (text: string) => void }) => (
  <FileField
    label="Upload"
    maxBytes={MAX_FILE_CHARACTERS}
    check={notText}
    onFiles={async ([file]) => {
      if (file) onText(await file.text())
    }}
  />
)
