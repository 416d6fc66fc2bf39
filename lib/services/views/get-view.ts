import type { z } from 'zod'
import { type SavedViewView, ViewParams } from '#lib/contracts/views.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { viewsOf } from '#lib/services/views/view-of.ts'

/** One saved view by its short id. */
export async function getView({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof ViewParams>
}): Promise<SavedViewView> {
  requireCapability(ctx, 'view.save')
  const { viewId } = parseInput(ViewParams, input)
  const row = await ctx.db.savedView.findUnique({ where: { id: viewId } })
  const [view] = row === null ? [] : await viewsOf(ctx.db, [row])
  if (view === undefined) throw notFound('saved view', viewId)
  return view
}
