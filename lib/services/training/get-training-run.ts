import type { z } from 'zod'
import { type TrainingRunDetail, TrainingRunParams } from '#lib/contracts/curves.ts'
import { unless } from '#lib/contracts/paging.ts'
import { notFound } from '#lib/domain/errors.ts'
import { isoOf } from '#lib/domain/instant.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { whyNot } from '#lib/domain/why-not.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { TRAINING_RUN_SELECT, toTrainingRunViews } from '#lib/services/training/training-run-view.ts'
import { quantityOf } from '#lib/training/metric-names.ts'

/** One training run with every metric that it logged. */
export async function getTrainingRun({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof TrainingRunParams>
}): Promise<TrainingRunDetail> {
  requireCapability(ctx, 'training.read')
  const { id } = parseInput(TrainingRunParams, input)
  const row = await ctx.db.trainingRun.findUnique({ where: { id }, select: TRAINING_RUN_SELECT })
  const [viewed] = row === null ? [] : await toTrainingRunViews(ctx.db, [row])
  if (row === null || viewed === undefined) throw notFound('training run', id)
  return {
    ...viewed.view,
    metrics: viewed.facts.series.map(({ key, points, nonFinite, lastStep, lastTimeMs }) => ({
      key,
      quantity: quantityOf(key),
      points,
      nonFinite,
      lastStep,
      lastTime: lastTimeMs === null ? null : isoOf(lastTimeMs),
    })),
    rewardTable: row.rewardTable,
    smokeRunId: row.smokeRunId,
    importId: row.importId,
    can: {
      edit: unless(whyNot(ctx.actor, 'training.log')),
    },
  }
}
