import { requireCapability, type ServiceContext } from '#lib/services/context.ts'

/** Newest ones that a form offers; older ones can be linked through the API. */
const OFFERED = 200
export type LinkChoices = Record<'packs' | 'runs', { value: string; label: string }[]>

/** Training runs and packs that a system can be said to come from, newest first. */
export async function listLinks({ ctx }: { ctx: ServiceContext }): Promise<LinkChoices> {
  requireCapability(ctx, 'results.import')
  const packs = await ctx.db.pack.findMany({
    select: { id: true, title: true, version: true, layout: true },
    orderBy: { createdAt: 'desc' },
    take: OFFERED,
  })
  const runs = await ctx.db.trainingRun.findMany({
    select: { id: true, name: true, experiment: { select: { name: true } } },
    orderBy: { createdAt: 'desc' },
    take: OFFERED,
  })
  return {
    packs: packs.map((pack) => ({
      value: pack.id,
      label: `${pack.title} v${pack.version} (${pack.layout})`,
    })),
    runs: runs.map((run) => ({ value: run.id, label: `${run.experiment.name}: ${run.name}` })),
  }
}
