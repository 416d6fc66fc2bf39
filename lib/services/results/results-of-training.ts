import { z } from 'zod'
import type { SystemResults } from '#lib/contracts/results.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { loadSystems, seedsOfSystem } from '#lib/services/results/load-systems.ts'
import { tasksOf } from '#lib/services/results/pack-split.ts'
import { splitOf } from '#lib/services/results/split-of.ts'
import { toResults } from '#lib/services/results/to-results.ts'

const Input = z.object({
  runIds: z.array(z.uuid()).max(1000).default([]),
  packIds: z.array(z.uuid()).max(1000).default([]),
})

/** Systems that were trained in one of these runs, or on one of these packs; by name. */
export async function resultsOfTraining({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof Input>
}): Promise<SystemResults[]> {
  requireCapability(ctx, 'results.read')
  const { runIds, packIds } = parseInput(Input, input)
  const loaded = await loadSystems(ctx.db, {
    OR: [{ trainingRunId: { in: runIds } }, { packId: { in: packIds } }],
  })
  const results: SystemResults[] = []
  for (const one of loaded) {
    const bySeed = seedsOfSystem(one)
    const tasks = await tasksOf(ctx.db, one.system)
    const { competitions } = splitOf(one.system.benchmark, false, bySeed.keys(), tasks)
    const ids = competitions.map(({ id }) => id)
    results.push(toResults(one, bySeed, ids, false))
  }
  return results
}
