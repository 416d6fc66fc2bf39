import { z } from 'zod'
import type { Tier } from '#lib/domain/vocabulary.ts'
import type { GradedResult } from '#lib/training/results/graded-result.ts'

const Threshold = z.number().nullable().default(null)

/** One entry of `competition_reports` (formats section 1B). Further keys are ignored. */
const Entry = z.object({
  competition_id: z.string().min(1).max(200),
  score: z.number().nullable(),
  gold_threshold: Threshold,
  silver_threshold: Threshold,
  bronze_threshold: Threshold,
  median_threshold: Threshold,
  gold_medal: z.boolean(),
  silver_medal: z.boolean(),
  bronze_medal: z.boolean(),
  above_median: z.boolean(),
  submission_exists: z.boolean(),
  valid_submission: z.boolean(),
  is_lower_better: z.boolean().nullable().default(null),
})
const Report = z.object({ competition_reports: z.array(z.unknown()).min(1).max(10_000) })

/** True for what `mlebench grade` writes, whole or broken. */
export const looksLikeGradingReport = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'competition_reports' in value

/** True for what `mlebench grade-sample` says of one submission: an entry without a report around it. */
export const looksLikeGradedSample = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'competition_id' in value && 'gold_medal' in value

function tierOfEntry(entry: z.infer<typeof Entry>): Tier {
  if (!entry.valid_submission) return 'fail'
  if (entry.gold_medal) return 'gold'
  if (entry.silver_medal) return 'silver'
  if (entry.bronze_medal) return 'bronze'
  return entry.above_median ? 'median' : 'below'
}

function problemOf(entry: unknown, index: number, error: z.ZodError): string {
  const named =
    typeof entry === 'object' && entry !== null && 'competition_id' in entry
      ? String(entry.competition_id).slice(0, 80)
      : `entry ${index + 1}`
  const keys = error.issues.map((issue) => issue.path.join('.')).join(', ')
  return `${named}: missing or malformed ${keys}`
}

/**
 * The attempts of one grading report, in the order of the file. A report with a missing or malformed key is
 * refused as a whole: a mean over what happens to be readable would be a wrong mean.
 */
export function parseGradingReport(
  value: unknown,
): { ok: true; results: GradedResult[] } | { ok: false; problems: string[] } {
  const report = Report.safeParse(value)
  if (!report.success) return { ok: false, problems: ['competition_reports is not a list with entries'] }
  const results: GradedResult[] = []
  const problems: string[] = []
  for (const [index, raw] of report.data.competition_reports.entries()) {
    const parsed = Entry.safeParse(raw)
    if (!parsed.success) problems.push(problemOf(raw, index, parsed.error))
    else results.push(toResult(parsed.data))
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, results }
}

const MEDALS = ['gold', 'silver', 'bronze'] as const

/** The medal that score and thresholds give, as the benchmark grades; undefined where they do not say. */
function medalOf(one: GradedResult): Tier | null | undefined {
  const { score, lowerIsBetter, goldThreshold, silverThreshold, bronzeThreshold } = one
  if (score === null || lowerIsBetter === null) return undefined
  const thresholds = { gold: goldThreshold, silver: silverThreshold, bronze: bronzeThreshold }
  if (Object.values(thresholds).some((threshold) => threshold === null)) return undefined
  const reaches = (threshold: number) => (lowerIsBetter ? score <= threshold : score >= threshold)
  return MEDALS.find((medal) => reaches(thresholds[medal] ?? Number.NaN)) ?? null
}

/** Competitions whose stated medal does not follow from what stands beside it: somebody edited the report. */
export const contradictions = (results: readonly GradedResult[]): string[] =>
  results
    .filter((one) => {
      const medal = one.validSubmission ? medalOf(one) : undefined
      return medal !== undefined && medal !== (MEDALS.find((tier) => tier === one.tier) ?? null)
    })
    .map(({ competition }) => competition)

const toResult = (entry: z.infer<typeof Entry>): GradedResult => ({
  competition: entry.competition_id,
  score: entry.score,
  goldThreshold: entry.gold_threshold,
  silverThreshold: entry.silver_threshold,
  bronzeThreshold: entry.bronze_threshold,
  medianThreshold: entry.median_threshold,
  lowerIsBetter: entry.is_lower_better,
  submissionExists: entry.submission_exists,
  validSubmission: entry.valid_submission,
  aboveMedian: entry.valid_submission && entry.above_median,
  tier: tierOfEntry(entry),
  humanRank: null,
})
