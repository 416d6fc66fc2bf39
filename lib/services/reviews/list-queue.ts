import type { QueueItem, ReviewQueue } from '#lib/contracts/reviews.ts'
import { type Actor, personOf } from '#lib/domain/capabilities.ts'
import { DEFAULT_REVIEW_POLICY } from '#lib/domain/review-policy.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import {
  toEnvironmentView,
  VERSION_SELECT,
  type VersionRow,
} from '#lib/services/environments/environment-view.ts'
import { reviewerObjection } from '#lib/services/environments/permissions-of.ts'
import { namesOf } from '#lib/services/people/names-of.ts'
import { REVIEW_SELECT, type ReviewRow, toCast } from '#lib/services/reviews/review-rows.ts'

/** Versions that wait for review, oldest submission first; those that the caller may judge come before the others. */
export async function listQueue({ ctx }: { ctx: ServiceContext }): Promise<ReviewQueue> {
  requireCapability(ctx, 'review.read')
  const rows = await ctx.db.version.findMany({
    where: { status: 'in-review' },
    select: { ...VERSION_SELECT, reviews: { select: REVIEW_SELECT } },
    orderBy: [{ submittedAt: 'asc' }, { id: 'asc' }],
    take: 1000,
  })
  const nameOf = await namesOf(
    ctx.db,
    rows.flatMap((row) => [row.authorId, row.submittedBy]),
  )
  const items = rows.map((row) => toQueueItem(ctx.actor, row, nameOf))
  const mine = items.filter((item) => item.can.allowed)
  return {
    items: [...mine, ...items.filter((item) => !item.can.allowed)],
    waiting: items.length,
    mine: mine.length,
  }
}

export function toQueueItem(
  actor: Actor,
  row: VersionRow & { reviews: ReviewRow[] },
  nameOf: (id: string | null) => string,
): QueueItem {
  const objection = reviewerObjection(actor, row, row.reviews.map(toCast))
  return {
    ...toEnvironmentView(row, nameOf),
    submittedAt: row.submittedAt?.toISOString() ?? null,
    submittedByName: nameOf(row.submittedBy),
    reviews: row.reviews.length,
    needed: DEFAULT_REVIEW_POLICY.approvals,
    reviewedByMe: row.reviews.some((review) => review.reviewerId === personOf(actor)),
    can: objection === null ? { allowed: true } : { allowed: false, reason: objection },
  }
}
