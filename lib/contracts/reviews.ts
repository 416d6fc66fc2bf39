import { z } from 'zod'
import { CertificateView, EnvironmentView, FindingView } from '#lib/contracts/environments.ts'
import { Permission, Sha256, Time } from '#lib/contracts/paging.ts'
import { REVIEW_CRITERIA, REVIEW_MARKS, REVIEW_VERDICTS } from '#lib/domain/review-policy.ts'
import { VERSION_STATUSES } from '#lib/domain/version.ts'

/** One judged criterion, with the evidence that the reviewer points to. */
export const ReviewCriterion = z.strictObject({
  criterion: z.enum(REVIEW_CRITERIA),
  mark: z.enum(REVIEW_MARKS),
  evidence: z.string().max(2000).default(''),
})
export type ReviewCriterion = z.infer<typeof ReviewCriterion>

export const SubmitReviewInput = z.strictObject({
  versionId: z.uuid(),
  /** The content that the reviewer saw; another hash is a conflict. */
  contentHash: Sha256,
  verdict: z.enum(REVIEW_VERDICTS),
  criteria: z.array(ReviewCriterion).max(REVIEW_CRITERIA.length).default([]),
  note: z.string().trim().max(4000).default(''),
})
export type SubmitReviewInput = z.input<typeof SubmitReviewInput>
export const ReviewSubmitted = z.object({
  reviewId: z.uuid(),
  versionId: z.uuid(),
  status: z.enum(VERSION_STATUSES),
  approvals: z.int(),
  needed: z.int(),
})
export type ReviewSubmitted = z.infer<typeof ReviewSubmitted>

export const ReviewView = z.object({
  id: z.uuid(),
  reviewerId: z.string(),
  reviewerName: z.string(),
  verdict: z.enum(REVIEW_VERDICTS),
  criteria: z.array(ReviewCriterion),
  note: z.string(),
  createdAt: Time,
})
export type ReviewView = z.infer<typeof ReviewView>

export const QueueItem = EnvironmentView.extend({
  submittedAt: Time.nullable(),
  submittedByName: z.string(),
  /** How many reviews exist; what they say stays hidden until the reader's own is in. */
  reviews: z.int(),
  needed: z.int(),
  reviewedByMe: z.boolean(),
  can: Permission,
})
export type QueueItem = z.infer<typeof QueueItem>
export const ReviewQueue = z.object({ items: z.array(QueueItem), waiting: z.int(), mine: z.int() })
export type ReviewQueue = z.infer<typeof ReviewQueue>

export const ReviewItem = z.object({
  item: QueueItem,
  certificate: CertificateView,
  findings: z.array(FindingView),
  description: z.string(),
  mine: ReviewView.nullable(),
  /** Others' verdicts: null while blind. */
  others: z.array(ReviewView).nullable(),
})
export type ReviewItem = z.infer<typeof ReviewItem>
export const ReviewParams = z.object({ versionId: z.uuid() })
