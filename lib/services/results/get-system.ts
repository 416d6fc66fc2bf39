import type { z } from 'zod'
import { unless } from '#lib/contracts/paging.ts'
import { type SystemDetail, SystemQuery } from '#lib/contracts/results.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { whyNot } from '#lib/domain/why-not.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { loadSystems, seedsOfSystem } from '#lib/services/results/load-systems.ts'
import { tasksOf } from '#lib/services/results/pack-split.ts'
import { splitOf } from '#lib/services/results/split-of.ts'
import { toResults } from '#lib/services/results/to-results.ts'

/** One system with each attempt, its report files, and what this reader may do with it. */
export async function getSystem({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof SystemQuery>
}): Promise<SystemDetail> {
  requireCapability(ctx, 'results.read')
  const { id, clean, pad } = parseInput(SystemQuery, input)
  const [loaded] = await loadSystems(ctx.db, { id })
  if (loaded === undefined) throw notFound('system', id)
  const bySeed = seedsOfSystem(loaded)
  const { competitions, removed } = splitOf(
    loaded.system.benchmark,
    clean,
    bySeed.keys(),
    await tasksOf(ctx.db, loaded.system),
  )
  const results = toResults(
    loaded,
    bySeed,
    competitions.map((one) => one.id),
    pad,
  )
  return {
    ...results,
    competitions,
    removed,
    files: loaded.reports.map(({ results: attempts, createdAt, ...report }) => ({
      ...report,
      results: attempts.length,
      createdAt: createdAt.toISOString(),
    })),
    can: {
      edit: unless(whyNot(ctx.actor, 'results.import')),
      adjudicate: unless(whyNot(ctx.actor, 'results.adjudicate')),
    },
  }
}
