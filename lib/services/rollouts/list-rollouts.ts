import type { z } from 'zod'
import { ListRolloutsQuery, type RolloutList } from '#lib/contracts/rollouts.ts'
import type { Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { TIERS } from '#lib/domain/vocabulary.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { findTrainingRun } from '#lib/services/rollouts/find-training-run.ts'
import { ROLLOUT_SELECT, toRolloutView } from '#lib/services/rollouts/rollout-view.ts'

type Query = z.infer<typeof ListRolloutsQuery>

/** Rollouts of a training run, newest step first, worst reward first within a step. */
export async function listRollouts({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof ListRolloutsQuery>
}): Promise<RolloutList> {
  requireCapability(ctx, 'rollout.read')
  const query = parseInput(ListRolloutsQuery, input)
  const run = await findTrainingRun(ctx.db, query.runId)
  const where = filterOf(query)
  const rows = await ctx.db.rollout.findMany({
    where: { AND: [where, await beyond(ctx.db, query.after)] },
    select: ROLLOUT_SELECT,
    orderBy: [{ step: 'desc' }, { reward: 'asc' }, { id: 'asc' }],
    take: query.limit + 1,
  })
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  return {
    run,
    rollouts: page.map(toRolloutView),
    total: await ctx.db.rollout.count({ where }),
    next: rows.length > query.limit && last !== undefined ? `${last.step}_${last.id}` : null,
    facets: await facetsOf(ctx.db, query.runId),
  }
}

function filterOf({ runId, fromStep, toStep, environment, split, outcome, tier }: Query) {
  return {
    runId,
    ...(fromStep === undefined && toStep === undefined
      ? {}
      : {
          step: {
            ...(fromStep === undefined ? {} : { gte: fromStep }),
            ...(toStep === undefined ? {} : { lte: toStep }),
          },
        }),
    ...(environment === undefined ? {} : { environment }),
    ...(split === undefined ? {} : { split }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(tier === undefined ? {} : { tier }),
  } satisfies Prisma.RolloutWhereInput
}

/** What comes after a cursor, `<step>_<id>`. Rows never change, so the row itself says where it stands. */
async function beyond(tx: Tx, after: string | undefined): Promise<Prisma.RolloutWhereInput> {
  const id = after?.split('_')[1]
  if (id === undefined) return {}
  const row = await tx.rollout.findUnique({ where: { id }, select: { step: true, reward: true } })
  if (row === null) return { id: { in: [] } }
  const { step, reward } = row
  return {
    OR: [{ step: { lt: step } }, { step, reward: { gt: reward } }, { step, reward, id: { gt: id } }],
  }
}

async function facetsOf(tx: Tx, runId: string): Promise<RolloutList['facets']> {
  const by = async (name: 'environment' | 'split' | 'outcome' | 'tier') => {
    const groups = await tx.rollout.groupBy({ by: [name], where: { runId }, _count: { _all: true } })
    return groups
      .flatMap((group) => {
        const value = group[name]
        return value === null ? [] : [{ value, count: group._count._all }]
      })
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
  }
  const tiers: readonly string[] = TIERS
  return {
    environment: await by('environment'),
    split: await by('split'),
    outcome: await by('outcome'),
    tier: (await by('tier')).sort((a, b) => tiers.indexOf(a.value) - tiers.indexOf(b.value)),
  }
}
