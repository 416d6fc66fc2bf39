import type { z } from 'zod'
import { ListPacksQuery, type PackList } from '#lib/contracts/packs.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { cutPage, NEWEST_FIRST, olderThan } from '#lib/services/cursor.ts'
import { PACK_SELECT, toPackView } from '#lib/services/packs/pack-view.ts'
import { namesOf } from '#lib/services/people/names-of.ts'

/** Packs, newest first, and how many approved environments a new one could take. */
export async function listPacks({
  ctx,
  input = {},
}: {
  ctx: ServiceContext
  input?: z.input<typeof ListPacksQuery>
}): Promise<PackList> {
  requireCapability(ctx, 'pack.read')
  const { after, limit } = parseInput(ListPacksQuery, input)
  const rows = await ctx.db.pack.findMany({
    where: olderThan(after),
    select: PACK_SELECT,
    orderBy: NEWEST_FIRST,
    take: limit + 1,
  })
  const { page, next } = cutPage(rows, { limit })
  const nameOf = await namesOf(
    ctx.db,
    page.map((row) => row.createdBy),
  )
  const catalogue = await ctx.db.version.count({ where: { status: 'approved' } })
  return { packs: page.map((row) => toPackView(row, nameOf)), next, catalogue }
}
