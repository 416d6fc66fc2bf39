import type { z } from 'zod'
import { ListViewsQuery, type SavedViewList } from '#lib/contracts/views.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { viewsOf } from '#lib/services/views/view-of.ts'

/** Saved views of everybody, of one page or of all, newest first. */
export async function listViews({
  ctx,
  input = {},
}: {
  ctx: ServiceContext
  input?: z.input<typeof ListViewsQuery>
}): Promise<SavedViewList> {
  requireCapability(ctx, 'view.save')
  const { page } = parseInput(ListViewsQuery, input)
  const rows = await ctx.db.savedView.findMany({
    where: page === undefined ? {} : { page },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
  })
  return { views: await viewsOf(ctx.db, rows) }
}
