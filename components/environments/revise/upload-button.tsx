'use client'

import { Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { MAX_FILE_CHARACTERS } from '#lib/contracts/revisions.ts'

/** Replaces the text in the editor by that of a file of this machine; nothing is saved by it. */
export function UploadButton({ onText }: { onText: (text: string) => void }) {
  const input = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState<string | null>(null)
  async function take(file: File | undefined) {
    if (file === undefined) return
    setProblem(null)
    if (file.size > MAX_FILE_CHARACTERS) return setProblem(`${file.name} is larger than a megabyte.`)
    const bytes = await file.arrayBuffer()
    try {
      onText(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    } catch {
      setProblem(`${file.name} is not UTF-8 text. Save it as UTF-8, then choose it again.`)
    }
  }
  return (
    <>
      <input
        ref={input}
        type="file"
        aria-label="Replace with a file"
        className="sr-only"
        tabIndex={-1}
        onChange={({ target }) => {
          void take(target.files?.[0])
          target.value = ''
        }}
      />
      <Button icon={<Upload size={14} aria-hidden />} onClick={() => input.current?.click()}>
        Upload
      </Button>
      {problem === null ? null : (
        <span role="alert" className="text-xs text-bad-text">
          {problem}
        </span>
      )}
    </>
  )
}
