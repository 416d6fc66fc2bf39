import { ListRunsQuery, type RunView } from '#lib/contracts/runs.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { RUN_SELECT, toRunViews } from '#lib/services/runs/run-view.ts'

const MOST = 1000

/** Runs, newest first. */
export async function listRuns({
  ctx,
  input = {},
}: {
  ctx: ServiceContext
  input?: unknown
}): Promise<{ runs: RunView[] }> {
  requireCapability(ctx, 'run.read')
  const { status } = ListRunsQuery.parse(input)
  const rows = await ctx.db.run.findMany({
    where: status ? { status } : {},
    select: RUN_SELECT,
    orderBy: { createdAt: 'desc' },
    take: MOST,
  })
  return { runs: await toRunViews(ctx.db, rows) }
}
