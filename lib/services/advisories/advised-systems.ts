import { requireCapability, type ServiceContext } from '#lib/services/context.ts'

/** Ids of systems that came from a pack or a training run with a version that an advisory marks. */
export async function advisedSystems({ ctx }: { ctx: ServiceContext }): Promise<Set<string>> {
  requireCapability(ctx, 'advisory.read')
  const marked = { version: { advisories: { some: {} } } }
  const pack = { entries: { some: marked } }
  const rows = await ctx.db.benchmarkSystem.findMany({
    where: { OR: [{ pack }, { trainingRun: { OR: [{ pack }, { rollouts: { some: marked } }] } }] },
    select: { id: true },
  })
  return new Set(rows.map((row) => row.id))
}
