import type { z } from 'zod'
import { TRAINING_FILES_SHOWN, type TrainingFiles, TrainingRunParams } from '#lib/contracts/curves.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'

/** The files that a trainer logged beside a run, by path; of many the first, with the count of all. */
export async function listTrainingFiles({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof TrainingRunParams>
}): Promise<TrainingFiles> {
  requireCapability(ctx, 'training.read')
  const where = { runId: parseInput(TrainingRunParams, input).id }
  const rows = await ctx.db.trainingArtefact.findMany({
    where,
    select: { path: true, bytes: true, createdAt: true },
    orderBy: { path: 'asc' },
    take: TRAINING_FILES_SHOWN,
  })
  const files = rows.map(({ path, bytes, createdAt }) => ({
    path,
    bytes: Number(bytes),
    createdAt: createdAt.toISOString(),
  }))
  return { files, total: await ctx.db.trainingArtefact.count({ where }) }
}
