import { type ReviewItem, ReviewParams } from '#lib/contracts/reviews.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import { notFound } from '#lib/domain/errors.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { toCertificateView } from '#lib/services/environments/certificate-view.ts'
import { VERSION_SELECT } from '#lib/services/environments/environment-view.ts'
import { FINDING_SELECT, toFindingView } from '#lib/services/environments/finding-view.ts'
import { readDescription } from '#lib/services/environments/get-environment.ts'
import { namesOf } from '#lib/services/people/names-of.ts'
import { toQueueItem } from '#lib/services/reviews/list-queue.ts'
import { isBlind, REVIEW_SELECT, toReviewView } from '#lib/services/reviews/review-rows.ts'

/** One item of the queue with all evidence. Others' verdicts are not in the answer before the caller's own is in. */
export async function getReviewItem({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: unknown
}): Promise<ReviewItem> {
  requireCapability(ctx, 'review.read')
  const { versionId } = ReviewParams.parse(input)
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
  const nameOf = await namesOf(ctx.db, [
    row.authorId,
    row.submittedBy,
    ...row.reviews.map((one) => one.reviewerId),
  ])
  const me = personOf(ctx.actor)
  const mine = row.reviews.find((one) => one.reviewerId === me)
  const others = row.reviews.filter((one) => one.reviewerId !== me)
  return {
    item: toQueueItem(ctx.actor, row, nameOf),
    certificate: toCertificateView(row.gateResults),
    findings: row.findings.map(toFindingView),
    description: await readDescription(ctx, row.manifest),
    mine: mine === undefined ? null : toReviewView(mine, nameOf),
    others: isBlind(ctx.actor, row.status, row.reviews)
      ? null
      : others.map((one) => toReviewView(one, nameOf)),
  }
}
