import { DownloadQuery, type DownloadRow, RESULTS } from '#lib/contracts/results.ts'
import { toCsv } from '#lib/domain/csv.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { bind, parsing } from '#lib/http/bind.ts'
import { handle, toJson } from '#lib/http/route.ts'
import { upload } from '#lib/http/upload.ts'
import { adjudicate } from '#lib/services/results/adjudicate.ts'
import { createSystem } from '#lib/services/results/create-system.ts'
import { exportResults } from '#lib/services/results/export-results.ts'
import { getResultsImport } from '#lib/services/results/get-results-import.ts'
import { getSystem } from '#lib/services/results/get-system.ts'
import { listLedger } from '#lib/services/results/list-ledger.ts'
import { listResults } from '#lib/services/results/list-results.ts'
import { stageResultsImport } from '#lib/services/results/stage-results-import.ts'
import { updateSystem } from '#lib/services/results/update-system.ts'

const exportAll = parsing(RESULTS.download, exportResults)

/** Columns of the CSV form: the keys of a row, in this order. */
const COLUMNS = [
  'systemId',
  'system',
  'competition',
  'inSplit',
  'knownIssue',
  'seed',
  'report',
  'reportSha256',
  'runGroup',
  'resultId',
  'score',
  'medianThreshold',
  'bronzeThreshold',
  'silverThreshold',
  'goldThreshold',
  'lowerIsBetter',
  'submissionExists',
  'validSubmission',
  'aboveMedian',
  'humanRank',
  'tier',
  'decision',
  'reason',
  'decidedBy',
  'counted',
] as const satisfies readonly (keyof DownloadRow)[]

const cellOf = (value: DownloadRow[keyof DownloadRow]) => (typeof value === 'boolean' ? String(value) : value)

/** Every attempt with seed, tier and decision, as CSV or JSON. */
const download = handle(async (ctx, request) => {
  const query = Object.fromEntries(new URL(request.url).searchParams)
  const { format } = parseInput(DownloadQuery, query)
  const download = await exportAll({ ctx, input: query })
  const isCsv = format === 'csv'
  const body = isCsv
    ? toCsv([COLUMNS, ...download.rows.map((row) => COLUMNS.map((column) => cellOf(row[column])))])
    : toJson(download)
  return new Response(body, {
    headers: {
      'content-type': isCsv ? 'text/csv; charset=utf-8' : 'application/json',
      'content-disposition': `attachment; filename="results-${download.benchmark}.${format}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  })
})

export const resultsRoutes = bind(RESULTS, {
  list: listResults,
  create: createSystem,
  get: getSystem,
  update: updateSystem,
  adjudicate,
  ledger: listLedger,
  upload: { handler: upload(RESULTS.upload, stageResultsImport) },
  getUpload: getResultsImport,
  download: { handler: download },
})
