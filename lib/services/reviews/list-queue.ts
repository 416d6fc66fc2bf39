import type { z } from 'zod'
import { unless } from '#lib/contracts/paging.ts'
import { type QueueItem, type ReviewQueue, ReviewQueueQuery } from '#lib/contracts/reviews.ts'
import { type Actor, personOf } from '#lib/domain/capabilities.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { DEFAULT_REVIEW_POLICY } from '#lib/domain/review-policy.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import {
  toEnvironmentView,
  VERSION_SELECT,
  type VersionRow,
} from '#lib/services/environments/environment-view.ts'
import { reviewerObjection } from '#lib/services/environments/permissions-of.ts'
import { namesOf } from '#lib/services/people/names-of.ts'
import {
  REVIEW_SELECT,
  type ReviewRow,
  STANDING,
  standingOf,
  toCast,
} from '#lib/services/reviews/review-rows.ts'

/** Versions that wait for review, oldest submission first; those that the caller may judge come before the others. */
export async function listQueue({
  ctx,
  input = {},
}: {
  ctx: ServiceContext
  input?: z.input<typeof ReviewQueueQuery>
}): Promise<ReviewQueue> {
  requireCapability(ctx, 'review.read')
  const { after, limit } = parseInput(ReviewQueueQuery, input)
  const { order, mine } = await readOrder(ctx)
  // A version that was decided since the page before has no place any more: the queue is read from its start.
  const start = after === undefined ? 0 : order.indexOf(after) + 1
  const ids = order.slice(start, start + limit)
  const rows = await ctx.db.version.findMany({
    where: { id: { in: ids } },
    select: { ...VERSION_SELECT, reviews: { select: REVIEW_SELECT, where: STANDING } },
  })
  const nameOf = await namesOf(
    ctx.db,
    rows.flatMap((row) => [row.authorId, row.editorId, row.submittedBy]),
  )
  const items = new Map(rows.map((row) => [row.id, toQueueItem(ctx.actor, row, nameOf)]))
  return {
    items: ids.flatMap((id) => items.get(id) ?? []),
    next: start + limit < order.length ? (ids.at(-1) ?? null) : null,
    waiting: order.length,
    mine,
  }
}

/** The ids of the whole queue in its order, and how many of them, at its start, the caller may judge. */
async function readOrder(ctx: ServiceContext): Promise<{ order: string[]; mine: number }> {
  const cast = { reviewerId: true, verdict: true, contentHash: true } as const
  const facts = { id: true, status: true, contentHash: true, authorId: true, editorId: true } as const
  const rows = await ctx.db.version.findMany({
    where: { status: 'in-review' },
    select: { ...facts, reviews: { select: cast, where: STANDING } },
    orderBy: [{ submittedAt: 'asc' }, { id: 'asc' }],
  })
  const isMine = rows.map(
    (row) => reviewerObjection(ctx.actor, { ...row, gateResults: [] }, row.reviews.map(toCast)) === null,
  )
  const idsWhere = (wanted: boolean) => rows.filter((_, at) => isMine[at] === wanted).map((row) => row.id)
  const mine = idsWhere(true)
  return { order: [...mine, ...idsWhere(false)], mine: mine.length }
}

export function toQueueItem(
  actor: Actor,
  row: VersionRow & { reviews: ReviewRow[] },
  nameOf: (id: string | null) => string,
): QueueItem {
  const standing = standingOf(row.reviews)
  const objection = reviewerObjection(actor, row, standing.map(toCast))
  return {
    ...toEnvironmentView(actor, row, nameOf),
    submittedAt: row.submittedAt?.toISOString() ?? null,
    submittedByName: nameOf(row.submittedBy),
    reviews: standing.length,
    needed: DEFAULT_REVIEW_POLICY.approvals,
    reviewedByMe: standing.some((review) => review.reviewerId === personOf(actor)),
    can: unless(objection),
  }
}
