import type { PrecisionList } from '#lib/contracts/model-reviews.ts'
import type { Tx } from '#lib/db/client.ts'
import { type Judgement, type Precision, precisionOf } from '#lib/domain/model-review.ts'
import type { ReviewCriterionId } from '#lib/domain/review-policy.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'

type Row = { criterion: ReviewCriterionId; model: string; verdict: Judgement | null }

/** Over all findings, each with its newest judgement. */
export async function readPrecision(tx: Tx): Promise<Precision[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT f.criterion, r.model, (
        SELECT j.verdict FROM "finding_judgement" j WHERE j."findingId" = f.id
        ORDER BY j."createdAt" DESC, j.id DESC LIMIT 1) AS verdict
    FROM "model_finding" f JOIN "model_review" r ON r.id = f."reviewId"`
  return precisionOf(rows)
}

/** How often people confirmed what each model found, by criterion. */
export async function listPrecision({ ctx }: { ctx: ServiceContext }): Promise<PrecisionList> {
  requireCapability(ctx, 'review.read')
  const models = await ctx.db.$queryRaw<PrecisionList['models']>`
    SELECT r.model, count(*)::int AS reviews, sum(r.unanchored)::int AS unanchored,
      sum((SELECT count(*) FROM "model_finding" f WHERE f."reviewId" = r.id))::int AS kept
    FROM "model_review" r WHERE r.status = 'finished' GROUP BY r.model ORDER BY r.model`
  return { rows: await readPrecision(ctx.db), models }
}
