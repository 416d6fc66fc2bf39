import type { z } from 'zod'
import type { SubmittedForReview } from '#lib/contracts/environments.ts'
import type { Tx } from '#lib/db/client.ts'
import { transitionVersion } from '#lib/db/transition.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import { conflict, precondition } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { ownWorkObjection } from '#lib/domain/review-policy.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { databaseNow, inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { findVersion, VersionRef } from '#lib/services/environments/find-version.ts'
import { submitObjection } from '#lib/services/environments/permissions-of.ts'
import { tell } from '#lib/services/notices/tell.ts'

/** Puts a verified version with a full certificate into the review queue. */
export async function submitForReview({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: VersionRef
}): Promise<z.infer<typeof SubmittedForReview>> {
  requireCapability(ctx, 'environment.submit')
  const ref = parseInput(VersionRef, input)
  return inTransaction(ctx, async (tx) => {
    const versionId = await findVersion(tx, ref)
    const version = await tx.version.findUniqueOrThrow({
      where: { id: versionId },
      select: {
        title: true,
        number: true,
        environmentId: true,
        status: true,
        contentHash: true,
        authorId: true,
        editorId: true,
        gateResults: { select: { gateSet: true, gate: true, kind: true, verdict: true } },
      },
    })
    const objection = submitObjection(ctx.actor, version)
    if (objection !== null) throw precondition(objection)
    const patch = { submittedAt: await databaseNow(tx), submittedBy: personOf(ctx.actor) }
    const moved = await transitionVersion(tx, versionId, 'verified', 'in-review', {
      contentHash: version.contentHash,
      patch,
    })
    if (!moved) throw conflict('Somebody else moved this version just now. Reload the page.')
    await tellReviewers(tx, versionId, version)
    await recordAudit(tx, ctx.actor, {
      verb: 'environment.submit',
      entity: 'version',
      entityId: versionId,
      detail: { contentHash: version.contentHash },
    })
    return { versionId, status: 'in-review' }
  })
}

/** A version that comes back is told to everybody who judged an earlier one, as far as they may judge this one. */
async function tellReviewers(
  tx: Tx,
  versionId: string,
  version: {
    title: string
    number: number
    environmentId: string
    authorId: string
    editorId: string
  },
): Promise<void> {
  const before = await tx.review.findMany({
    where: { version: { environmentId: version.environmentId, number: { lt: version.number } } },
    select: { reviewerId: true },
    distinct: ['reviewerId'],
  })
  const reviewers = before.map(({ reviewerId }) => reviewerId)
  await tell(
    tx,
    reviewers.filter((one) => ownWorkObjection(version, one) === null),
    {
      kind: 'resubmitted',
      text: `${version.title} is back in review as v${version.number}. See what changed since your verdict.`,
      href: `/review/${versionId}`,
    },
  )
}
