import { archiveFile } from '#lib/packs/archive-file.fixture.ts'
import type { ReadReports } from '#lib/training/results/graded-result.ts'
import { readUpload } from '#lib/training/results/read-upload.ts'

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b

/** All that an upload of these bytes gives. */
export async function readReports(
  filename: string,
  bytes: Uint8Array,
  experiment: string | null = null,
): Promise<ReadReports> {
  const upload = isZip(bytes)
    ? ({ kind: 'zip', source: bytes } as const)
    : ({ kind: 'file', file: archiveFile(filename, bytes) } as const)
  const all: ReadReports = { reports: [], refused: [], warnings: [] }
  for await (const step of readUpload(upload, experiment, new Set())) {
    if (step.kind === 'file') continue
    all.reports.push(...step.read.reports)
    all.refused.push(...step.read.refused)
    all.warnings.push(...step.read.warnings)
  }
  return all
}
