import { z } from 'zod'
import { ReviewCriterion, type ReviewView } from '#lib/contracts/review-view.ts'
import type { Actor } from '#lib/domain/capabilities.ts'
import { can, personOf } from '#lib/domain/capabilities.ts'
import { stored } from '#lib/domain/parse.ts'
import type { CastReview, ReviewVerdict } from '#lib/domain/review-policy.ts'

export const REVIEW_SELECT = {
  id: true,
  reviewerId: true,
  verdict: true,
  criteria: true,
  note: true,
  contentHash: true,
  createdAt: true,
  withdrawal: { select: { createdAt: true } },
} as const

/** Verdicts that stand: what was taken back decides nothing. */
export const STANDING = { withdrawal: null } as const

export type ReviewRow = {
  id: string
  reviewerId: string
  verdict: ReviewVerdict
  criteria: unknown
  note: string
  contentHash: string
  createdAt: Date
  withdrawal: { createdAt: Date } | null
}

export const standingOf = <Row extends Pick<ReviewRow, 'withdrawal'>>(rows: readonly Row[]): Row[] =>
  rows.filter(({ withdrawal }) => withdrawal === null)

export const toCast = (row: Pick<ReviewRow, 'reviewerId' | 'verdict' | 'contentHash'>): CastReview => ({
  reviewerId: row.reviewerId,
  verdict: row.verdict,
  contentHash: row.contentHash,
})

export const toReviewView = (row: ReviewRow, nameOf: (id: string) => string): ReviewView => ({
  id: row.id,
  reviewerId: row.reviewerId,
  reviewerName: nameOf(row.reviewerId),
  verdict: row.verdict,
  criteria: stored(z.array(ReviewCriterion).catch([]), row.criteria, `criteria of review ${row.id}`),
  note: row.note,
  createdAt: row.createdAt.toISOString(),
  withdrawnAt: row.withdrawal?.createdAt.toISOString() ?? null,
})

/** What a person may read of the verdicts on a version: all, their own while others' are hidden, or null for nothing. */
export function visibleOf<Row extends ReviewRow>(
  actor: Actor,
  rows: readonly Row[],
  isHidden: boolean,
): readonly Row[] | null {
  if (!can(actor, 'review.read')) return null
  if (!isHidden) return rows
  const own = standingOf(rows).filter(({ reviewerId }) => reviewerId === personOf(actor))
  return own.length === 0 ? null : own
}
