import type { z } from 'zod'
import { JudgeFindingInput, type ModelReviewList } from '#lib/contracts/model-reviews.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import { forbidden, notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { ownWorkObjection } from '#lib/domain/review-policy.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { listModelReviews } from '#lib/services/model-reviews/list-model-reviews.ts'

/** Confirms or refutes a model's finding. Saying it again adds nothing; another verdict holds from then on. */
export async function judgeFinding({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof JudgeFindingInput>
}): Promise<ModelReviewList> {
  requireCapability(ctx, 'finding.judge')
  const { id, verdict } = parseInput(JudgeFindingInput, input)
  const finding = await ctx.db.modelFinding.findUnique({
    where: { id },
    select: {
      review: {
        select: { versionId: true, version: { select: { authorId: true, editorId: true } } },
      },
    },
  })
  if (finding === null) throw notFound('finding', id)
  const { versionId, version } = finding.review
  const judgedBy = personOf(ctx.actor)
  const own = ownWorkObjection(version, judgedBy)
  if (own !== null) throw forbidden(own)
  await inTransaction(ctx, async (tx) => {
    const newest = await tx.findingJudgement.findFirst({
      where: { findingId: id },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    })
    if (newest?.verdict === verdict) return
    await tx.findingJudgement.create({ data: { findingId: id, verdict, judgedBy } })
    await recordAudit(tx, ctx.actor, {
      verb: 'finding.judge',
      entity: 'version',
      entityId: versionId,
      detail: { finding: id, verdict },
    })
  })
  return listModelReviews({ ctx, input: { versionId } })
}
