import type { TrainingImportReport } from '#lib/contracts/imports.ts'
import type { ResultsImportReport } from '#lib/contracts/results.ts'
import { storable } from '#lib/domain/text.ts'
import type { ImportTarget } from '#lib/domain/training.ts'
import { closeImport } from '#lib/services/imports/close-import.ts'
import type { Deps } from '#workers/deps.ts'
import { type ClaimedImport, IMPORT_UPLOAD } from '#workers/imports/import-lease.ts'
import { readResults } from '#workers/imports/read-results.ts'
import { readTraining } from '#workers/imports/read-training.ts'
import { isUploadersMatter } from '#workers/imports/uploaders-matter.ts'
import { underLease } from '#workers/leases/under-lease.ts'
import { FILES, type Served } from '#workers/served.ts'
import { systemContext } from '#workers/system-context.ts'

export type ImportReport = TrainingImportReport | ResultsImportReport
/**
 * Reads one upload to its end and says what it gave. Throws an AppError whose message the uploader reads where nothing
 * of it can be used. What it writes must hold against a second attempt: a worker may die between two writes.
 */
type Reader = (deps: Deps, upload: ClaimedImport) => Promise<ImportReport>

const READERS: Record<ImportTarget, Reader> = { training: readTraining, results: readResults }

/** A file without a single run or report that counts; its report says why. */
function emptinessOf(report: ImportReport): string | null {
  if ('runs' in report) return report.runs.length === 0 ? 'The file holds no run that can be read.' : null
  return report.reports.length === 0 ? 'The file holds no report that can be used.' : null
}

/** Handler of `import.read`: a stranger's file, opened under limits, becomes training runs or benchmark results. */
export async function readImport(deps: Deps, id: string): Promise<void> {
  const ctx = systemContext(deps, `import-${id}`)
  await underLease(deps, IMPORT_UPLOAD, id, async (claim) => {
    const { attempt } = claim
    try {
      const report = await READERS[claim.target](deps, claim)
      const outcome = { report, error: emptinessOf(report) }
      await closeImport({ ctx, input: { importId: id, attempt, outcome } })
    } catch (error) {
      if (!isUploadersMatter(error)) throw error
      const outcome = { report: null, error: storable(error.publicMessage) }
      await closeImport({ ctx, input: { importId: id, attempt, outcome } })
    }
  })
}

export const importRead = {
  queue: 'import.read',
  concurrency: 1,
  needs: FILES,
  lease: IMPORT_UPLOAD,
  handle: readImport,
} as const satisfies Served
