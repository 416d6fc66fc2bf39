import { z } from 'zod'
import type { Endpoints } from '#lib/contracts/endpoint.ts'
import { CertificateView, EnvironmentView, FindingView } from '#lib/contracts/environments.ts'
import { CURSOR_LIMIT, Permission, Sha256, Time } from '#lib/contracts/paging.ts'
import { ReviewCriterion, ReviewView } from '#lib/contracts/review-view.ts'
import { REVIEW_CRITERIA, REVIEW_VERDICTS } from '#lib/domain/review-policy.ts'
import { Prose } from '#lib/domain/text.ts'
import { VERSION_STATUSES } from '#lib/domain/version.ts'

export const SubmitReviewInput = z.strictObject({
  versionId: z.uuid(),
  /** The content that the reviewer saw; another hash is a conflict. */
  contentHash: Sha256,
  verdict: z.enum(REVIEW_VERDICTS),
  /** One mark a criterion; an approval leaves none of them open. */
  criteria: z
    .array(ReviewCriterion)
    .max(REVIEW_CRITERIA.length)
    .refine((marks) => new Set(marks.map(({ criterion }) => criterion)).size === marks.length, {
      error: 'names a criterion twice',
    })
    .default([]),
  note: Prose.trim().max(4000).default(''),
  /** How long the reviewer had the version in sight; null or missing where nobody measured it. */
  activeMs: z.int().min(0).max(86_400_000).nullable().default(null),
})
export type SubmitReviewInput = z.input<typeof SubmitReviewInput>
export const ReviewSubmitted = z.object({
  reviewId: z.uuid(),
  versionId: z.uuid(),
  verdict: z.enum(REVIEW_VERDICTS),
  status: z.enum(VERSION_STATUSES),
  approvals: z.int(),
  needed: z.int(),
})
export type ReviewSubmitted = z.infer<typeof ReviewSubmitted>

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
/** The queue moves while it is read, so it continues after a version, not after a number of them. */
export const ReviewQueueQuery = z.object({
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(CURSOR_LIMIT).default(CURSOR_LIMIT),
})
/** `waiting` and `mine` count the whole queue. */
export const ReviewQueue = z.object({
  items: z.array(QueueItem),
  next: z.uuid().nullable(),
  waiting: z.int(),
  mine: z.int(),
})
export type ReviewQueue = z.infer<typeof ReviewQueue>

export const ReviewItem = z.object({
  item: QueueItem,
  certificate: CertificateView,
  findings: z.array(FindingView),
  description: z.string(),
  mine: ReviewView.nullable(),
  /** Whether the reader can take their verdict back now. */
  withdraw: Permission,
  /** Everybody else's verdicts, and the reader's own that were taken back: null while blind. */
  others: z.array(ReviewView).nullable(),
  /**
   * Verdicts on earlier versions of the environment, newest first: none of them counts for this one. Others' are left out
   * before the reader's own is in.
   */
  earlier: z.array(z.object({ version: z.int(), review: ReviewView })),
})
export type ReviewItem = z.infer<typeof ReviewItem>
export const ReviewParams = z.object({ versionId: z.uuid() })
export const WithdrawReviewInput = z.strictObject({ versionId: z.uuid() })
export const ReviewWithdrawn = z.object({
  reviewId: z.uuid(),
  versionId: z.uuid(),
  status: z.enum(VERSION_STATUSES),
})
export type ReviewWithdrawn = z.infer<typeof ReviewWithdrawn>

/** Reviews by people. */
export const REVIEWS = {
  queue: {
    method: 'GET',
    path: '/api/v1/reviews',
    summary: 'The review queue',
    right: 'review.read',
    query: ReviewQueueQuery,
    response: ReviewQueue,
  },
  submitNamed: {
    method: 'POST',
    path: '/api/v1/reviews',
    summary: 'Approve with a mark for every criterion, or request changes; the version in the body',
    right: 'review.submit',
    body: SubmitReviewInput,
    response: ReviewSubmitted,
    status: 201,
  },
  get: {
    method: 'GET',
    path: '/api/v1/reviews/{versionId}',
    summary: 'One item of the queue with its evidence',
    right: 'review.read',
    response: ReviewItem,
  },
  submit: {
    method: 'POST',
    path: '/api/v1/reviews/{versionId}',
    summary: 'Approve with a mark for every criterion, or request changes',
    right: 'review.submit',
    body: SubmitReviewInput.omit({ versionId: true }),
    response: ReviewSubmitted,
    status: 201,
  },
  withdraw: {
    method: 'POST',
    path: '/api/v1/reviews/{versionId}/withdraw',
    summary: 'Take back the own verdict: while the version is undecided, or within 30 seconds of deciding it',
    right: 'review.submit',
    response: ReviewWithdrawn,
  },
} as const satisfies Endpoints
