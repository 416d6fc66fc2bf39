import { z } from 'zod'
import type { ResultsImportView } from '#lib/contracts/results.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { IMPORT_SELECT, toImportView } from '#lib/services/results/import-view.ts'

const Input = z.object({ id: z.uuid() })

/** How far an upload of results is, and what it gave. */
export async function getResultsImport({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof Input>
}): Promise<ResultsImportView> {
  requireCapability(ctx, 'results.read')
  const { id } = parseInput(Input, input)
  const row = await ctx.db.importUpload.findFirst({ where: { id, target: 'results' }, select: IMPORT_SELECT })
  if (row === null) throw notFound('import', id)
  return toImportView(row)
}
