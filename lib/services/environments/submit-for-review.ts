import type { z } from 'zod'
import type { SubmittedForReview } from '#lib/contracts/environments.ts'
import { transitionVersion } from '#lib/db/transition.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import { conflict, precondition } from '#lib/domain/errors.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { databaseNow, inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { findVersion, VersionRef } from '#lib/services/environments/find-version.ts'
import { submitObjection } from '#lib/services/environments/permissions-of.ts'

/** Puts a verified version with a full certificate into the review queue. */
export async function submitForReview({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: VersionRef
}): Promise<z.infer<typeof SubmittedForReview>> {
  requireCapability(ctx, 'environment.submit')
  const ref = VersionRef.parse(input)
  return inTransaction(ctx, async (tx) => {
    const versionId = await findVersion(tx, ref)
    const version = await tx.version.findUniqueOrThrow({
      where: { id: versionId },
      select: {
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
    await recordAudit(tx, ctx.actor, {
      verb: 'environment.submit',
      entity: 'version',
      entityId: versionId,
      detail: { contentHash: version.contentHash },
    })
    return { versionId, status: 'in-review' }
  })
}
