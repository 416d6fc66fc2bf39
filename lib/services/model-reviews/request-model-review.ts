import type { z } from 'zod'
import { ModelReviewBody, type ModelReviewList } from '#lib/contracts/model-reviews.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import {
  inTransaction,
  isUniqueViolation,
  requireCapability,
  type ServiceContext,
} from '#lib/services/context.ts'
import { findVersion, VersionRef } from '#lib/services/environments/find-version.ts'
import { insertModelReview } from '#lib/services/model-reviews/insert-model-review.ts'
import { listModelReviews } from '#lib/services/model-reviews/list-model-reviews.ts'
import { requireUsable } from '#lib/services/runs/choose-players.ts'

/** Has a model read a version, under a cap of its own. Asking while it reads answers with what is there. */
export async function requestModelReview({
  ctx,
  input: { player, capMicroUsd, ...ref },
}: {
  ctx: ServiceContext
  input: VersionRef & z.input<typeof ModelReviewBody>
}): Promise<ModelReviewList> {
  requireCapability(ctx, 'model-review.request')
  const order = parseInput(ModelReviewBody, { player, capMicroUsd })
  const versionId = await findVersion(ctx.db, parseInput(VersionRef, ref))
  try {
    await inTransaction(ctx, async (tx) => {
      await requireUsable(tx, 'reviewer', order.player)
      const { contentHash } = await tx.version.findUniqueOrThrow({
        where: { id: versionId },
        select: { contentHash: true },
      })
      const requestedBy = personOf(ctx.actor)
      const id = await insertModelReview(ctx.queue, tx, { versionId, contentHash, requestedBy, ...order })
      if (id === null) return
      const detail = { model: order.player.model, capMicroUsd: order.capMicroUsd }
      await recordAudit(tx, ctx.actor, {
        verb: 'model-review.request',
        entity: 'version',
        entityId: versionId,
        detail,
      })
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
  }
  return listModelReviews({ ctx, input: { versionId } })
}
