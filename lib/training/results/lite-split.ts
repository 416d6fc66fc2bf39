import { z } from 'zod'
import lite from '#lib/training/reference/mle-bench-lite.json' with { type: 'json' }

const Competition = z.object({
  id: z.string(),
  name: z.string(),
  metric: z.string(),
  is_lower_better: z.boolean(),
  modality: z.string(),
  known_issue: z.string().nullable(),
})

export type LiteCompetition = {
  id: string
  name: string
  metric: string
  lowerIsBetter: boolean
  modality: string
  /** A defect that the benchmark's own README lists; null: none is listed. */
  knownIssue: string | null
}

/** The 22 tasks of the benchmark's `low` split, by id. */
export const LITE_SPLIT: readonly LiteCompetition[] = z
  .array(Competition)
  .parse(lite.lite)
  .map(({ is_lower_better, known_issue, ...one }) => ({
    ...one,
    lowerIsBetter: is_lower_better,
    knownIssue: known_issue,
  }))
  .sort((a, b) => (a.id < b.id ? -1 : 1))

/** Ids with a listed defect: what the reader may take out of the split. */
export const DEFECT_IDS: readonly string[] = LITE_SPLIT.filter((one) => one.knownIssue !== null).map(
  (one) => one.id,
)
