import type { z } from 'zod'
import { ListTrainingImportsQuery, type TrainingImportList } from '#lib/contracts/imports.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { cutPage, NEWEST_FIRST, olderThan } from '#lib/services/cursor.ts'
import { TRAINING_IMPORT_SELECT, toTrainingImportView } from '#lib/services/imports/training-import-view.ts'
import { namesOf } from '#lib/services/people/names-of.ts'

/** Uploads of training logs with their reports, newest first. */
export async function listTrainingImports({
  ctx,
  input = {},
}: {
  ctx: ServiceContext
  input?: z.input<typeof ListTrainingImportsQuery>
}): Promise<TrainingImportList> {
  requireCapability(ctx, 'training.read')
  const query = parseInput(ListTrainingImportsQuery, input)
  const rows = await ctx.db.importUpload.findMany({
    where: { AND: [{ target: 'training' }, olderThan(query.after)] },
    select: TRAINING_IMPORT_SELECT,
    orderBy: NEWEST_FIRST,
    take: query.limit + 1,
  })
  const { page, next } = cutPage(rows, query)
  const nameOf = await namesOf(
    ctx.db,
    page.map((row) => row.uploadedBy),
  )
  return { imports: page.map((row) => toTrainingImportView(row, nameOf)), next }
}
