import { z } from 'zod'
import type { TrainingImportView } from '#lib/contracts/imports.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { TRAINING_IMPORT_SELECT, toTrainingImportView } from '#lib/services/imports/training-import-view.ts'
import { namesOf } from '#lib/services/people/names-of.ts'

const Input = z.object({ id: z.uuid() })

/** How far an upload of training logs is, and its report. */
export async function getTrainingImport({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof Input>
}): Promise<TrainingImportView> {
  requireCapability(ctx, 'training.read')
  const { id } = parseInput(Input, input)
  const row = await ctx.db.importUpload.findFirst({
    where: { id, target: 'training' },
    select: TRAINING_IMPORT_SELECT,
  })
  if (row === null) throw notFound('import', id)
  return toTrainingImportView(row, await namesOf(ctx.db, [row.uploadedBy]))
}
