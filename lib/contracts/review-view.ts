import { z } from 'zod'
import { Time } from '#lib/contracts/paging.ts'
import { REVIEW_CRITERIA, REVIEW_MARKS, REVIEW_VERDICTS } from '#lib/domain/review-policy.ts'
import { Prose } from '#lib/domain/text.ts'

/** One judged criterion, with the evidence that the reviewer points to. */
export const ReviewCriterion = z.strictObject({
  criterion: z.enum(REVIEW_CRITERIA),
  mark: z.enum(REVIEW_MARKS),
  evidence: Prose.max(2000).default(''),
})
export type ReviewCriterion = z.infer<typeof ReviewCriterion>

export const ReviewView = z.object({
  id: z.uuid(),
  reviewerId: z.string(),
  reviewerName: z.string(),
  verdict: z.enum(REVIEW_VERDICTS),
  criteria: z.array(ReviewCriterion),
  note: z.string(),
  createdAt: Time,
  /** When its reviewer took it back: it stays on record and counts for nothing. Null for one that stands. */
  withdrawnAt: Time.nullable(),
})
export type ReviewView = z.infer<typeof ReviewView>
