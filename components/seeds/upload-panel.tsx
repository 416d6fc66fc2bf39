'use client'

import { useQueryClient } from '@tanstack/react-query'
import { type SendEvents, sendFile } from '#components/data/send-file.ts'
import { UploadField } from '#components/patterns/upload-field.tsx'
import { addressOf, keyOf } from '#lib/contracts/endpoint.ts'
import { SEEDS } from '#lib/contracts/seeds.ts'

/** Sends an archive of seed tasks. What it held is reported below. */
export function UploadPanel() {
  const queries = useQueryClient()
  async function send(file: File, events: SendEvents) {
    try {
      await sendFile(SEEDS.upload, { filename: file.name }, file, events)
    } finally {
      await queries.invalidateQueries({ queryKey: keyOf(SEEDS.list) })
    }
  }
  return (
    <div className="p-3">
      <UploadField label="Upload a zip" accept=".zip" send={send}>
        One folder a task: description.md, train.csv, test.csv, sample_submission.csv and seed.json with
        metric, source and licence. A competition folder of MLE-bench is taken without its data, too, by what
        it says. Start from the{' '}
        <a href={addressOf(SEEDS.template)} download className="link">
          template
        </a>
        ; its entries are explained in the{' '}
        <a href={addressOf(SEEDS.schema)} className="link">
          schema
        </a>
        .
      </UploadField>
    </div>
  )
}
