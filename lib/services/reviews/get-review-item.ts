import type { z } from 'zod'
import { type ReviewItem, ReviewParams } from '#lib/contracts/reviews.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { toCertificateView } from '#lib/services/environments/certificate-view.ts'
import { VERSION_SELECT } from '#lib/services/environments/environment-view.ts'
import { FINDING_SELECT, toFindingView } from '#lib/services/environments/finding-view.ts'
import { readDescription } from '#lib/services/environments/get-environment.ts'
import { namesOf } from '#lib/services/people/names-of.ts'
import { blindVersions } from '#lib/services/reviews/blind-versions.ts'
import { toQueueItem } from '#lib/services/reviews/list-queue.ts'
import { REVIEW_SELECT, standingOf, toReviewView } from '#lib/services/reviews/review-rows.ts'
import { withdrawalOf } from '#lib/services/reviews/withdraw-review.ts'

/** One item of the queue with all evidence. Others' verdicts are not in the answer before the caller's own is in. */
export async function getReviewItem({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof ReviewParams>
}): Promise<ReviewItem> {
  requireCapability(ctx, 'review.read')
  const { versionId } = parseInput(ReviewParams, input)
  const row = await ctx.db.version.findUnique({
    where: { id: versionId },
    select: {
      ...VERSION_SELECT,
      manifest: true,
      findings: { select: FINDING_SELECT },
      reviews: { select: REVIEW_SELECT, orderBy: { createdAt: 'asc' } },
    },
  })
  if (row === null) throw notFound('version', versionId)
  const earlier = await ctx.db.review.findMany({
    where: { version: { environmentId: row.environment.id, number: { lt: row.number } } },
    select: { ...REVIEW_SELECT, version: { select: { id: true, number: true } } },
    orderBy: { createdAt: 'desc' },
  })
  const blind = await blindVersions(ctx.db, ctx.actor, row.environment.id)
  const me = personOf(ctx.actor)
  const shown = earlier.filter(({ version, reviewerId }) => reviewerId === me || !blind.has(version.id))
  const nameOf = await namesOf(ctx.db, [
    row.editorId,
    ...shown.map((one) => one.reviewerId),
    row.authorId,
    row.submittedBy,
    ...row.reviews.map((one) => one.reviewerId),
  ])
  const mine = standingOf(row.reviews).find((one) => one.reviewerId === me)
  const others = row.reviews.filter((one) => one !== mine)
  return {
    item: toQueueItem(ctx.actor, row, nameOf),
    certificate: toCertificateView(row.gateResults),
    findings: row.findings.map(toFindingView),
    description: await readDescription(ctx, row),
    mine: mine === undefined ? null : toReviewView(mine, nameOf),
    withdraw: await withdrawalOf(ctx.db, row, mine),
    others: blind.has(row.id) ? null : others.map((one) => toReviewView(one, nameOf)),
    earlier: shown.map(({ version: { number }, ...one }) => ({
      version: number,
      review: toReviewView(one, nameOf),
    })),
  }
}
