'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type SendEvents, sendFile } from '#components/data/send-file.ts'
import { UploadField } from '#components/patterns/upload-field.tsx'
import { type Option, SelectField, TextField } from '#components/ui/field.tsx'
import { keyOf } from '#lib/contracts/endpoint.ts'
import { DEFAULT_EXPERIMENT, IMPORTS } from '#lib/contracts/imports.ts'
import { ALL_LOG_FORMATS } from '#lib/domain/log-formats.ts'

type Destination = { experiment: string; name: string; packId: string; x: string }
const given = (text: string) => (text.trim() === '' ? undefined : text.trim())

const FORMATS = `${ALL_LOG_FORMATS}, or a zip of a folder of them.`

/** Sends files, in their order, as several files of one run are its segments. Reports stand below it. */
export function ImportForm({ packs }: { packs: readonly Option[] }) {
  const queries = useQueryClient()
  const [present, setPresent] = useState<readonly string[]>([])
  const [to, setTo] = useState<Destination>({ experiment: '', name: '', packId: '', x: '' })
  async function send(file: File, events: SendEvents) {
    const place = {
      filename: file.name,
      experiment: given(to.experiment),
      name: given(to.name),
      packId: given(to.packId),
      x: given(to.x),
    }
    const staged = await sendFile(IMPORTS.upload, place, file, events)
    setPresent((before) => [
      ...before.filter((name) => name !== file.name),
      ...(staged.present ? [file.name] : []),
    ])
    await queries.invalidateQueries({ queryKey: keyOf(IMPORTS.list) })
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
      <UploadField label="Choose files" multiple send={send}>
        {present.length > 0 ? (
          <p role="status" className="[overflow-wrap:anywhere] text-info-text">
            Already present in this experiment: {present.join(', ')}. Nothing was stored twice.
          </p>
        ) : (
          `Or drop them here: ${FORMATS}`
        )}
      </UploadField>
    </div>
  )
}
