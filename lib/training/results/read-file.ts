import { sha256 } from '#lib/packs/digest.ts'
import type { GradedResult, ReadReports } from '#lib/training/results/graded-result.ts'
import { parseJsonWithNaN } from '#lib/training/results/json-with-nan.ts'
import { looksLikeDojoHistory, parseDojoHistory } from '#lib/training/results/parse-dojo-history.ts'
import {
  looksLikeDistributions,
  looksLikeSummaries,
  parseDistributions,
  parseSummaries,
} from '#lib/training/results/parse-evaluation-output.ts'
import { looksLikeGradingReport, parseGradingReport } from '#lib/training/results/parse-grading-report.ts'

export type NamedFile = { path: string; bytes: Uint8Array }

const FROM_REWARD =
  'The tiers were read from rewards of the released, dense table; where a reward lies between two tiers, the lower one is taken. There are no scores.'
const NO_PROBLEM = { refused: [], warnings: [] }

function refused(path: string, message: string): ReadReports {
  return { reports: [], refused: [{ file: path, message }], warnings: [] }
}

/** Reads one file of any of the known forms; a file that is broken is named with what it misses. */
export function readFile({ path, bytes }: NamedFile, runGroup: string | null): ReadReports {
  let value: unknown
  try {
    value = parseJsonWithNaN(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return refused(path, 'This is no JSON file. It may be cut off: copy it again.')
  }
  const accept = (results: GradedResult[]): ReadReports => ({
    ...NO_PROBLEM,
    reports: [{ filename: path, runGroup, sha256: sha256(bytes), results }],
  })
  if (looksLikeGradingReport(value)) {
    const parsed = parseGradingReport(value)
    return parsed.ok ? accept(parsed.results) : refused(path, sentence(parsed.problems))
  }
  if (looksLikeSummaries(path) || looksLikeDistributions(path)) {
    const parsed = looksLikeSummaries(path) ? parseSummaries(value) : parseDistributions(value)
    if (!parsed.ok) return refused(path, sentence(parsed.problems))
    return { ...accept(parsed.results), warnings: [{ file: path, message: FROM_REWARD }] }
  }
  if (looksLikeDojoHistory(value)) {
    const parsed = parseDojoHistory(value)
    return parsed.ok ? accept([parsed.result]) : refused(path, parsed.problem)
  }
  return refused(
    path,
    'This is none of the known forms: a grading report of mlebench, episode_summaries_*.json, reward_distributions.json, or an MLE-Dojo history.json.',
  )
}

const NAMED = 5
/** The first problems, and how many more there are. */
function sentence(problems: readonly string[]): string {
  const rest = problems.length - NAMED
  return `${problems.slice(0, NAMED).join('; ')}${rest > 0 ? `; and ${rest} more` : ''}.`
}
