import type { ResultsImportReport } from '#lib/contracts/results.ts'
import { notFound } from '#lib/domain/errors.ts'
import { stored } from '#lib/domain/parse.ts'
import { ResultsImportOptions } from '#lib/services/results/import-view.ts'
import { packSplit } from '#lib/services/results/pack-split.ts'
import { splitOf } from '#lib/services/results/split-of.ts'
import { storeReports } from '#lib/services/results/store-reports.ts'
import { fitReports, type ReportsSplit } from '#lib/training/results/fit-benchmark.ts'
import type { ReadReports } from '#lib/training/results/graded-result.ts'
import type { Deps } from '#workers/deps.ts'
import type { ClaimedImport } from '#workers/imports/import-lease.ts'
import { GIVEN_UP_FIX, readApart } from '#workers/reading/read-apart.ts'
import { ResultItem } from '#workers/reading/result-items.ts'
import { systemContext } from '#workers/system-context.ts'

async function readReportsApart(
  deps: Deps,
  { filename, blob }: ClaimedImport,
  experiment: string | null,
): Promise<ReadReports> {
  const file = await deps.blobs.fileOf(blob)
  const job = { kind: 'results', file, skip: [], filename, experiment } as const
  const all: ReadReports = { reports: [], refused: [], warnings: [] }
  for await (const read of readApart(deps, job, ResultItem)) {
    if (read.kind === 'given-up')
      all.refused.push({
        file: read.part ?? filename,
        message: `${read.part === null ? 'The rest of the upload' : 'The file'} ${read.reason}. ${GIVEN_UP_FIX}`,
      })
    else {
      all.reports.push(...read.item.reports)
      all.refused.push(...read.item.refused)
      all.warnings.push(...read.item.warnings)
    }
  }
  return all
}

/** What the figures of a system run over. */
async function splitOfSystem({ db }: Deps, id: string): Promise<ReportsSplit> {
  const row = await db.benchmarkSystem.findUnique({
    where: { id },
    select: { benchmark: true, splitPackId: true },
  })
  if (row === null) throw notFound('system', id)
  const { benchmark } = row
  const pack = row.splitPackId === null ? null : await packSplit(db, row.splitPackId)
  const { competitions } = splitOf(benchmark, false, [], pack?.tasks)
  return {
    benchmark,
    ids: benchmark === 'mle-dojo' ? null : new Set(competitions.map((one) => one.id)),
    aliases: pack?.aliases ?? new Map(),
  }
}

/**
 * Reads an upload of benchmark results and keeps its reports with the system that it was sent for; sent again, a
 * report is found to be present. Throws `invalid` for what holds no report at all.
 */
export async function readResults(deps: Deps, upload: ClaimedImport): Promise<ResultsImportReport> {
  const { systemId, experiment } = stored(
    ResultsImportOptions,
    upload.options,
    `options of import ${upload.id}`,
  )
  const read = await readReportsApart(deps, upload, experiment)
  const { reports, refused, warnings } = fitReports(read, await splitOfSystem(deps, systemId))
  const ctx = systemContext(deps, `import-${upload.id}`)
  const reportsKept = await storeReports({ ctx, input: { systemId, importId: upload.id, reports } })
  return { v: 1, reports: reportsKept, refused, warnings }
}
