import type { ReportForm } from '#lib/domain/results.ts'
import { sha256 } from '#lib/packs/digest.ts'
import { encodingOfMark, encodingOfZeros } from '#lib/tables/detect-encoding.ts'
import { foreignContent } from '#lib/tables/foreign-content.ts'
import type { GradedResult, ReadReports } from '#lib/training/results/graded-result.ts'
import { parseJsonWithNaN } from '#lib/training/results/json-with-nan.ts'
import { looksLikeDojoHistory, parseDojoHistory } from '#lib/training/results/parse-dojo-history.ts'
import {
  looksLikeDistributions,
  looksLikeSummaries,
  parseDistributions,
  parseSummaries,
} from '#lib/training/results/parse-evaluation-output.ts'
import {
  contradictions,
  looksLikeGradedSample,
  looksLikeGradingReport,
  parseGradingReport,
} from '#lib/training/results/parse-grading-report.ts'

export type NamedFile = { path: string; bytes: Uint8Array }

const FROM_REWARD =
  'The tiers were read from rewards of the released, dense table; where a reward lies between two tiers, the lower one is taken. There are no scores.'
const failedWords = (count: number): string =>
  `${count} ${count === 1 ? 'episode has' : 'episodes have'} no reward, as their run failed; each counts as a failed attempt.`
const contradictionWords = (ids: readonly string[]): string =>
  `The medal does not follow from score and thresholds in ${sentence(ids)} It is kept as it is said; grade the submission again to be sure.`
const NO_PROBLEM = { refused: [], warnings: [] }

function refused(path: string, message: string): ReadReports {
  return { reports: [], refused: [{ file: path, message }], warnings: [] }
}

const HEAD_BYTES = 4096
/** Shells of Windows write UTF-16 into a file that an output is sent to. */
function jsonText(bytes: Uint8Array): string | null {
  const encoding = encodingOfMark(bytes) ?? encodingOfZeros(bytes.subarray(0, HEAD_BYTES))
  const isUtf16 = encoding === 'utf-16le' || encoding === 'utf-16be'
  try {
    return new TextDecoder(isUtf16 ? encoding : 'utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

const PLACE = /at position (\d{1,9}) \(line (\d{1,9}) column \d{1,9}\)/
const CUT = 'This is not a JSON file. It may be cut off: copy it again.'

/** Where a text is not JSON; a text that ends too early says so. */
function noJson(error: unknown, text: string): string {
  const said = error instanceof SyntaxError ? error.message : ''
  const [, position, line] = PLACE.exec(said) ?? []
  if (/^Unterminated|^Unexpected end/.test(said) || Number(position) >= text.trimEnd().length) return CUT
  const where = line === undefined ? '' : ` at line ${line}`
  return said.startsWith('Unexpected non-whitespace')
    ? `This is not a report: its first value ends, and another begins${where}. A report is one object, not one object a line.`
    : `This is not a JSON file: it cannot be read${where}. Fix that place, or let the benchmark's own tool write it again.`
}

/** Reads one file of any of the known forms; a file that is broken is named with what it misses. */
export function readFile({ path, bytes }: NamedFile, runGroup: string | null): ReadReports {
  const foreign = foreignContent(bytes)
  if (foreign !== null) return refused(path, `This ${foreign.what}. ${foreign.fix}`)
  const text = jsonText(bytes)
  if (text === null) return refused(path, 'This is not text. A report is JSON, in UTF-8.')
  let value: unknown
  try {
    value = parseJsonWithNaN(text)
  } catch (error) {
    return refused(path, noJson(error, text))
  }
  const accept = (form: ReportForm, results: GradedResult[]): ReadReports => ({
    ...NO_PROBLEM,
    reports: [{ form, filename: path, runGroup, sha256: sha256(bytes), results }],
  })
  if (looksLikeGradingReport(value) || looksLikeGradedSample(value)) {
    const report = looksLikeGradingReport(value) ? value : { competition_reports: [value] }
    const parsed = parseGradingReport(report)
    if (!parsed.ok) return refused(path, sentence(parsed.problems))
    const odd = contradictions(parsed.results)
    const warnings = odd.length === 0 ? [] : [{ file: path, message: contradictionWords(odd) }]
    return { ...accept('mle-bench', parsed.results), warnings }
  }
  if (looksLikeSummaries(path) || looksLikeDistributions(path)) {
    const parsed = looksLikeSummaries(path) ? parseSummaries(value) : parseDistributions(value)
    if (!parsed.ok) return refused(path, sentence(parsed.problems))
    const { results, failed } = parsed
    const messages = [FROM_REWARD, ...(failed === 0 ? [] : [failedWords(failed)])]
    return { ...accept('rewards', results), warnings: messages.map((message) => ({ file: path, message })) }
  }
  if (looksLikeDojoHistory(value)) {
    const parsed = parseDojoHistory(value)
    return parsed.ok ? accept('mle-dojo', [parsed.result]) : refused(path, parsed.problem)
  }
  return refused(
    path,
    'This file has none of the known formats: a grading report of mlebench, episode_summaries_*.json, reward_distributions.json, or an MLE-Dojo history.json.',
  )
}

const NAMED = 5
/** The first problems, and how many more there are. */
function sentence(problems: readonly string[]): string {
  const rest = problems.length - NAMED
  return `${problems.slice(0, NAMED).join('; ')}${rest > 0 ? `; and ${rest} more` : ''}.`
}
