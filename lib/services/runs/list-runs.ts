import type { z } from 'zod'
import { ListRunsQuery, type RunList } from '#lib/contracts/runs.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { cutPage, NEWEST_FIRST, olderThan } from '#lib/services/cursor.ts'
import { RUN_SELECT, toRunViews } from '#lib/services/runs/run-view.ts'

/** Runs, newest first, in pages that continue with a cursor. */
export async function listRuns({
  ctx,
  input = {},
}: {
  ctx: ServiceContext
  input?: z.input<typeof ListRunsQuery>
}): Promise<RunList> {
  requireCapability(ctx, 'run.read')
  const { status, after, limit } = parseInput(ListRunsQuery, input)
  const rows = await ctx.db.run.findMany({
    where: { ...(status ? { status } : {}), ...olderThan(after) },
    select: RUN_SELECT,
    orderBy: NEWEST_FIRST,
    take: limit + 1,
  })
  const { page, next } = cutPage(rows, { limit })
  return { runs: await toRunViews(ctx.db, page), next }
}
