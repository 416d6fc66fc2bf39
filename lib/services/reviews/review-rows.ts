import { z } from 'zod'
import { ReviewCriterion, type ReviewView } from '#lib/contracts/review-view.ts'
import type { Actor } from '#lib/domain/capabilities.ts'
import { can, personOf } from '#lib/domain/capabilities.ts'
import type { CastReview, ReviewVerdict } from '#lib/domain/review-policy.ts'

export const REVIEW_SELECT = {
  id: true,
  reviewerId: true,
  verdict: true,
  criteria: true,
  note: true,
  contentHash: true,
  createdAt: true,
} as const

export type ReviewRow = {
  id: string
  reviewerId: string
  verdict: string
  criteria: unknown
  note: string
  contentHash: string
  createdAt: Date
}

export const toCast = (row: Pick<ReviewRow, 'reviewerId' | 'verdict' | 'contentHash'>): CastReview => ({
  reviewerId: row.reviewerId,
  verdict: row.verdict as ReviewVerdict,
  contentHash: row.contentHash,
})

export const toReviewView = (row: ReviewRow, nameOf: (id: string) => string): ReviewView => ({
  id: row.id,
  reviewerId: row.reviewerId,
  reviewerName: nameOf(row.reviewerId),
  verdict: row.verdict as ReviewVerdict,
  criteria: z.array(ReviewCriterion).catch([]).parse(row.criteria),
  note: row.note,
  createdAt: row.createdAt.toISOString(),
})

/**
 * Whether others' verdicts are hidden: while a version is in review they stay hidden from everybody whose own is
 * not in, so that a review is a judgement and not an echo. Roles that cannot review learn them with the decision.
 */
export function isBlind(actor: Actor, status: string, rows: readonly ReviewRow[]): boolean {
  if (!can(actor, 'review.read')) return true
  return status === 'in-review' && !rows.some((row) => row.reviewerId === personOf(actor))
}
