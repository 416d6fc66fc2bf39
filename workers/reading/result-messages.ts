import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import type { ReadReports } from '#lib/training/results/graded-result.ts'
import { type ResultsUpload, readUpload } from '#lib/training/results/read-upload.ts'
import { isZip } from '#workers/reading/log-files.ts'
import type { Read, ReadingJob } from '#workers/reading/reader-messages.ts'

async function uploadOf(file: string, filename: string): Promise<ResultsUpload> {
  if (await isZip(file)) return { kind: 'zip', source: file }
  const { size } = await stat(file)
  const read = () => readFile(file)
  return { kind: 'file', file: { path: filename, bytes: size, read, stream: () => createReadStream(file) } }
}

/** Reads an upload of benchmark results file by file. */
export async function* resultMessages(
  job: Extract<ReadingJob, { kind: 'results' }>,
): AsyncGenerator<Read<ReadReports>> {
  const upload = await uploadOf(job.file, job.filename)
  for await (const step of readUpload(upload, job.experiment, new Set(job.skip)))
    if (step.kind === 'file') yield { kind: 'part', part: step.file }
    else yield { kind: 'item', item: step.read }
}
