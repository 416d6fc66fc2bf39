import { z } from 'zod'
import type { TrainingImportView } from '#lib/contracts/imports.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { TRAINING_IMPORT_SELECT, toTrainingImportView } from '#lib/services/imports/training-import-view.ts'
import { namesOf } from '#lib/services/people/names-of.ts'

/** How far an upload of training logs is, and its report. */
export async function getTrainingImport({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: unknown
}): Promise<TrainingImportView> {
  requireCapability(ctx, 'training.read')
  const { id } = parseInput(z.object({ id: z.uuid() }), input)
  const row = await ctx.db.importUpload.findFirst({
    where: { id, target: 'training' },
    select: TRAINING_IMPORT_SELECT,
  })
  if (row === null) throw notFound('import', id)
  return toTrainingImportView(row, await namesOf(ctx.db, [row.uploadedBy]))
}
