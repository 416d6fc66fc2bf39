import { z } from 'zod'
import { REPORT_FORMS } from '#lib/domain/results.ts'
import { TIERS } from '#lib/domain/vocabulary.ts'
import type { GradedResult } from '#lib/training/results/graded-result.ts'

const Result: z.ZodType<GradedResult> = z.object({
  competition: z.string(),
  score: z.number().nullable(),
  goldThreshold: z.number().nullable(),
  silverThreshold: z.number().nullable(),
  bronzeThreshold: z.number().nullable(),
  medianThreshold: z.number().nullable(),
  lowerIsBetter: z.boolean().nullable(),
  submissionExists: z.boolean(),
  validSubmission: z.boolean(),
  aboveMedian: z.boolean(),
  tier: z.enum(TIERS),
  humanRank: z.number().nullable(),
})
const Note = z.object({ file: z.string(), message: z.string() })

/** What one file of an upload of results gave. */
export const ResultItem = z.object({
  reports: z.array(
    z.object({
      form: z.enum(REPORT_FORMS),
      filename: z.string(),
      runGroup: z.string().nullable(),
      sha256: z.string(),
      results: z.array(Result),
    }),
  ),
  refused: z.array(Note),
  warnings: z.array(Note),
})
