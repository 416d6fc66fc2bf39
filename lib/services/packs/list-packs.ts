import type { PackList } from '#lib/contracts/packs.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { PACK_SELECT, toPackView } from '#lib/services/packs/pack-view.ts'
import { namesOf } from '#lib/services/people/names-of.ts'

/** Packs, newest first, and how many approved environments a new one could take. */
export async function listPacks({ ctx }: { ctx: ServiceContext }): Promise<PackList> {
  requireCapability(ctx, 'pack.read')
  const rows = await ctx.db.pack.findMany({ select: PACK_SELECT, orderBy: { createdAt: 'desc' }, take: 1000 })
  const nameOf = await namesOf(
    ctx.db,
    rows.map((row) => row.createdBy),
  )
  const catalogue = await ctx.db.version.count({ where: { status: 'approved' } })
  return { packs: rows.map((row) => toPackView(row, nameOf)), catalogue }
}
