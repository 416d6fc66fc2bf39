'use client'

import { Download } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { type CsvCell, toCsv } from '#lib/domain/csv.ts'

type CsvButtonProps = { filename: string; load: () => Promise<readonly (readonly CsvCell[])[]> }

/** Saves the whole result, not the page, as CSV. */
export function CsvButton({ filename, load }: CsvButtonProps) {
  const [state, setState] = useState<'idle' | 'loading' | 'failed'>('idle')
  async function save() {
    setState('loading')
    try {
      const url = URL.createObjectURL(new Blob([toCsv(await load())], { type: 'text/csv' }))
      const link = document.createElement('a')
      link.href = url
      link.download = filename
      link.click()
      URL.revokeObjectURL(url)
      setState('idle')
    } catch {
      setState('failed')
    }
  }
  return (
    <>
      {state === 'failed' ? (
        <span role="alert" className="text-bad-text">
          The rows could not be loaded; try again.
        </span>
      ) : null}
      <Button
        icon={<Download size={14} aria-hidden />}
        disabled={state === 'loading'}
        onClick={() => void save()}
      >
        CSV
      </Button>
    </>
  )
}
