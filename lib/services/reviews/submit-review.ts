import type { z } from 'zod'
import { type ReviewSubmitted, SubmitReviewInput } from '#lib/contracts/reviews.ts'
import type { Tx } from '#lib/db/client.ts'
import { transitionVersion } from '#lib/db/transition.ts'
import { type Actor, personOf } from '#lib/domain/capabilities.ts'
import { conflict, forbidden, notFound, precondition } from '#lib/domain/errors.ts'
import { CURRENT_GATE_SET } from '#lib/domain/gates.ts'
import { parseInput } from '#lib/domain/parse.ts'
import {
  approvalObjection,
  decideReview,
  missingForFull,
  ownWorkObjection,
  type ReviewDecision,
} from '#lib/domain/review-policy.ts'
import type { VersionStatus } from '#lib/domain/version.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import {
  inTransaction,
  isUniqueViolation,
  requireCapability,
  type ServiceContext,
} from '#lib/services/context.ts'
import { reviewerObjection } from '#lib/services/environments/permissions-of.ts'
import { tell } from '#lib/services/notices/tell.ts'
import { REVIEW_SELECT, standingOf, toCast } from '#lib/services/reviews/review-rows.ts'

const SELECT = {
  title: true,
  number: true,
  environment: { select: { slug: true } },
  status: true,
  contentHash: true,
  authorId: true,
  editorId: true,
  gateResults: { select: { gateSet: true, gate: true, kind: true, verdict: true } },
  reviews: { select: REVIEW_SELECT },
} as const

/**
 * Stores one independent verdict and, where the policy is met by all of them, decides the version. The version's row
 * is locked first: of two last reviewers exactly one decides. An approval names content hash and gate set.
 */
export async function submitReview({
  ctx,
  input: raw,
}: {
  ctx: ServiceContext
  input: z.input<typeof SubmitReviewInput>
}): Promise<z.infer<typeof ReviewSubmitted>> {
  requireCapability(ctx, 'review.submit')
  const input = parseInput(SubmitReviewInput, raw)
  if (input.verdict === 'request-changes' && input.note === '')
    throw precondition('Say in the note what has to change.')
  try {
    return await inTransaction(ctx, async (tx) => {
      await tx.$queryRaw`select 1 as one from version where id = ${input.versionId}::uuid for no key update`
      const version = await tx.version.findUnique({ where: { id: input.versionId }, select: SELECT })
      if (version === null) throw notFound('version', input.versionId)
      if (version.contentHash !== input.contentHash)
        throw conflict('This is not the content that you reviewed. Reload and look again.')
      const own = ownWorkObjection(version, personOf(ctx.actor))
      if (own !== null) throw forbidden(own)
      const standing = standingOf(version.reviews)
      const objection = reviewerObjection(ctx.actor, version, standing.map(toCast))
      if (objection !== null) throw precondition(objection)
      const unmarked = input.verdict === 'approve' ? approvalObjection(input.criteria) : null
      if (unmarked !== null) throw precondition(unmarked)
      const missing = missingForFull(version.gateResults)
      if (input.verdict === 'approve' && missing.length > 0)
        throw precondition(
          `An approval needs a full certificate; these gates did not pass: ${missing.join(', ')}.`,
        )
      const { versionId, verdict, criteria, note, contentHash, activeMs } = input
      const review = await tx.review.create({
        data: {
          versionId,
          reviewerId: personOf(ctx.actor),
          verdict,
          criteria,
          note,
          contentHash,
          activeMs,
          round: 1 + version.reviews.filter((one) => one.reviewerId === personOf(ctx.actor)).length,
        },
        select: REVIEW_SELECT,
      })
      const facts = { ...version, status: version.status }
      const decision = decideReview(facts, [...standing, review].map(toCast))
      const status = await apply(tx, versionId, contentHash, decision)
      if (status === 'changes-requested') await tellMakers(tx, ctx.actor, version, note)
      const detail = { verdict, contentHash, gateSet: CURRENT_GATE_SET, outcome: decision.kind }
      await recordAudit(tx, ctx.actor, {
        verb: 'review.submit',
        entity: 'version',
        entityId: versionId,
        detail,
      })
      return {
        reviewId: review.id,
        versionId,
        verdict,
        status,
        approvals: decision.approvals,
        needed: decision.needed,
      }
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw conflict('Your review of this version is in already.')
    throw error
  }
}

/** Those whose work comes back: author and last editor. */
async function tellMakers(
  tx: Tx,
  actor: Actor,
  version: {
    authorId: string
    editorId: string
    title: string
    number: number
    environment: { slug: string }
  },
  note: string,
): Promise<void> {
  const who = actor.kind === 'system' ? 'A reviewer' : actor.name
  await tell(tx, [version.authorId, version.editorId], {
    kind: 'changes-requested',
    text: `${who} requested changes to ${version.title} v${version.number}: ${note}`,
    href: `/environments/${version.environment.slug}?version=${version.number}&tab=reviews`,
  })
}

async function apply(
  tx: Tx,
  versionId: string,
  contentHash: string,
  decision: ReviewDecision,
): Promise<VersionStatus> {
  if (decision.kind === 'open') return 'in-review'
  const to = decision.kind === 'approved' ? 'approved' : 'changes-requested'
  if (!(await transitionVersion(tx, versionId, 'in-review', to, { contentHash })))
    throw conflict('Somebody else decided this version just now. Reload the page.')
  if (decision.kind === 'approved') {
    const { reviewers } = decision
    const round = 1 + (await tx.approval.count({ where: { versionId } }))
    await tx.approval.create({
      data: { versionId, contentHash, gateSet: CURRENT_GATE_SET, reviewers, round },
      select: { id: true },
    })
  }
  return to
}
