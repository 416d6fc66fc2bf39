import type { ResultsImportReport } from '#lib/contracts/results.ts'
import { ResultsImportOptions } from '#lib/services/results/import-view.ts'
import { storeReports } from '#lib/services/results/store-reports.ts'
import { readUpload } from '#lib/training/results/read-upload.ts'
import type { Deps } from '#workers/deps.ts'
import type { ClaimedImport } from '#workers/imports/claim-import.ts'
import { systemContext } from '#workers/system-context.ts'

/**
 * Reads an upload of benchmark results and keeps its reports with the system that it was sent for; sent again, a
 * report is found to be present. Throws `invalid` for what holds no report at all.
 */
export async function readResults(deps: Deps, upload: ClaimedImport): Promise<ResultsImportReport> {
  const { systemId, experiment } = ResultsImportOptions.parse(upload.options)
  const { reports, refused, warnings } = await readUpload(
    upload.filename,
    await deps.blobs.get(upload.blob),
    experiment,
  )
  const ctx = systemContext(deps, `import-${upload.id}`)
  const stored = await storeReports({ ctx, input: { systemId, importId: upload.id, reports } })
  return { v: 1, reports: stored, refused, warnings }
}
