import type { z } from 'zod'
import { type StepEnvironments, StepEnvironmentsQuery } from '#lib/contracts/training-signals.ts'
import type { Tx } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { chooseSplit, type SplitChoice, splitsOf } from '#lib/services/rollouts/choose-split.ts'
import { findTrainingRun } from '#lib/services/rollouts/find-training-run.ts'
import {
  COUNTED,
  IS_MEDAL,
  ROLLOUT_SELECT,
  splitFilter,
  toRolloutView,
} from '#lib/services/rollouts/rollout-view.ts'
import { explainStep } from '#lib/training/explain-step.ts'

type Asked = z.infer<typeof StepEnvironmentsQuery>
type Query = Omit<Asked, 'split'> & { split: SplitChoice }

/** Rollouts before the steps that say what an environment paid, and what the run paid over all of them. */
const BEFORE = { environment: 64, run: 256 }

/** Environments of a range of steps with what each does to the mean reward; the strongest pull down first. */
export async function stepEnvironments({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof StepEnvironmentsQuery>
}): Promise<StepEnvironments> {
  requireCapability(ctx, 'rollout.read')
  const asked = parseInput(StepEnvironmentsQuery, input)
  await findTrainingRun(ctx.db, asked.runId)
  const splits = await splitsOf(ctx.db, {
    runId: asked.runId,
    step: { gte: asked.fromStep, lte: asked.toStep },
  })
  const split = chooseSplit(asked.split, splits)
  const query: Query = { ...asked, split }
  const within = await readWithin(ctx.db, query)
  const counted = within.filter((row) => row.rollouts > 0)
  const explained = explainStep(counted, await readBefore(ctx.db, query), await readRunBefore(ctx.db, query))
  const rows = await ctx.db.rollout.findMany({
    where: { id: { in: counted.map(({ worstId }) => worstId) } },
    select: ROLLOUT_SELECT,
  })
  const worst = new Map(rows.map((row) => [row.id, toRolloutView(row)]))
  return {
    fromStep: query.fromStep,
    toStep: query.toStep,
    meanReward: explained.meanReward,
    split,
    splits,
    environments: explained.environments.flatMap(({ worstId, ...one }) => {
      const rollout = worst.get(worstId)
      return rollout === undefined ? [] : [{ ...one, version: rollout.version, worst: rollout }]
    }),
  }
}

type Within = {
  environment: string
  rollouts: number
  infra: number
  meanReward: number
  medals: number
  valid: number
  worstId: string
}

const readWithin = (tx: Tx, { runId, fromStep, toStep, split }: Query): Promise<Within[]> => tx.$queryRaw<
  Within[]
>`
  select r.environment,
    (count(*) filter (where ${COUNTED}))::int as rollouts,
    (count(*) filter (where not ${COUNTED}))::int as infra,
    coalesce(avg(r.reward) filter (where ${COUNTED}), 0)::float8 as "meanReward",
    (count(*) filter (where ${IS_MEDAL}))::int as medals,
    (count(*) filter (where r.outcome = 'scored'))::int as valid,
    (array_agg(r.id order by (not ${COUNTED}), r.reward, r.id))[1] as "worstId"
  from rollout r
  where r."runId" = ${runId}::uuid and r.step between ${fromStep} and ${toStep} and ${splitFilter(split)}
  group by r.environment`

type Before = { environment: string; mean: number; rollouts: number }

const readBefore = (tx: Tx, { runId, fromStep, split }: Query): Promise<Before[]> => tx.$queryRaw<Before[]>`
  select b.environment, avg(b.reward)::float8 as mean, count(*)::int as rollouts
  from (
    select r.environment, r.reward,
      row_number() over (partition by r.environment order by r.step desc, r.id) as place
    from rollout r
    where r."runId" = ${runId}::uuid and r.step < ${fromStep} and ${COUNTED} and ${splitFilter(split)}
  ) b
  where b.place <= ${BEFORE.environment} group by b.environment`

async function readRunBefore(
  tx: Tx,
  { runId, fromStep, split }: Query,
): Promise<{ mean: number; rollouts: number } | null> {
  const [row] = await tx.$queryRaw<{ mean: number | null; rollouts: number }[]>`
    select avg(b.reward)::float8 as mean, count(*)::int as rollouts
    from (
      select r.reward from rollout r
      where r."runId" = ${runId}::uuid and r.step < ${fromStep} and ${COUNTED} and ${splitFilter(split)}
      order by r.step desc, r.id limit ${Prisma.sql`${BEFORE.run}`}
    ) b`
  return row === undefined || row.mean === null ? null : { mean: row.mean, rollouts: row.rollouts }
}
