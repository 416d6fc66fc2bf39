import type { z } from 'zod'
import { ListSmokeQuery, type SmokeRunList } from '#lib/contracts/smoke.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { cutPage, NEWEST_FIRST, olderThan } from '#lib/services/cursor.ts'
import { namesOf } from '#lib/services/people/names-of.ts'
import { SMOKE_SELECT, toSmokeView } from '#lib/services/smoke/smoke-view.ts'

/** Smoke tests, newest first; of one pack where it is named. */
export async function listSmokeRuns({
  ctx,
  input = {},
}: {
  ctx: ServiceContext
  input?: z.input<typeof ListSmokeQuery>
}): Promise<SmokeRunList> {
  requireCapability(ctx, 'training.read')
  const { packId, after, limit } = parseInput(ListSmokeQuery, input)
  const rows = await ctx.db.smokeRun.findMany({
    where: { ...(packId ? { packId } : {}), ...olderThan(after) },
    select: SMOKE_SELECT,
    orderBy: NEWEST_FIRST,
    take: limit + 1,
  })
  const { page, next } = cutPage(rows, { limit })
  const nameOf = await namesOf(
    ctx.db,
    page.map((row) => row.createdBy),
  )
  return { smokeRuns: page.map((row) => toSmokeView(row, nameOf)), next }
}
