import { toCsv } from '#components/patterns/csv.ts'
import { DownloadQuery, type DownloadRow } from '#lib/contracts/results.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { handle, toJson } from '#lib/http/route.ts'
import { exportResults } from '#lib/services/results/export-results.ts'

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
export const GET = handle(async (ctx, request) => {
  const query = Object.fromEntries(new URL(request.url).searchParams)
  const { format } = parseInput(DownloadQuery, query)
  const download = await exportResults({ ctx, input: query })
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
