import type { z } from 'zod'
import { RewardPartsQuery, type RewardPartsView } from '#lib/contracts/training-signals.ts'
import type { Tx } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { REWARD_PARTS, type RewardPart } from '#lib/domain/training.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { heldOutVersions } from '#lib/services/environments/held-out-versions.ts'
import { chooseSplit, type SplitChoice, splitsOf } from '#lib/services/rollouts/choose-split.ts'
import { findTrainingRun } from '#lib/services/rollouts/find-training-run.ts'
import { COUNTED, IS_MEDAL, splitFilter } from '#lib/services/rollouts/rollout-view.ts'

type Query = z.infer<typeof RewardPartsQuery>

/** Mean of each part of the reward over the steps of a run, of all environments or of one. */
export async function rewardParts({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof RewardPartsQuery>
}): Promise<RewardPartsView> {
  requireCapability(ctx, 'rollout.read')
  const query = parseInput(RewardPartsQuery, input)
  const { rewardTable } = await findTrainingRun(ctx.db, query.runId)
  const split = chooseSplit(query.split, await splitsOf(ctx.db, { runId: query.runId }))
  const apart = await chooseContract(ctx.db, { ...query, split })
  const { feedback, leftOut } = apart
  const where = Prisma.sql`${conditionOf({ ...query, split })} and ${apart.condition}`
  const [extent] = await ctx.db.$queryRaw<{ from: number | null; to: number | null; rollouts: number }[]>`
    select min(r.step) as "from", max(r.step) as "to", count(*)::int as rollouts from rollout r where ${where}`
  const { from, to, rollouts } = { from: null, to: null, rollouts: 0, ...extent }
  if (from === null || to === null)
    return { rewardTable, split, feedback, leftOut, width: 1, rollouts: 0, buckets: [] }
  const width = Math.ceil((to - from + 1) / query.buckets)
  return {
    rewardTable,
    split,
    feedback,
    leftOut,
    width,
    rollouts,
    buckets: await readBuckets(ctx.db, where, from, width),
  }
}

function conditionOf({
  runId,
  split,
  environment,
  fromStep,
  toStep,
}: Query & { split: SplitChoice }): Prisma.Sql {
  const parts = [Prisma.sql`r."runId" = ${runId}::uuid`, COUNTED, splitFilter(split)]
  if (environment !== undefined) parts.push(Prisma.sql`r.environment = ${environment}`)
  if (fromStep !== undefined) parts.push(Prisma.sql`r.step >= ${fromStep}`)
  if (toStep !== undefined) parts.push(Prisma.sql`r.step <= ${toStep}`)
  return Prisma.join(parts, ' and ')
}

/**
 * Rollouts under held-out feedback are in no mean with others: where a run has both, they are left out and counted;
 * where it has no others, the mean is theirs and says so.
 */
async function chooseContract(tx: Tx, query: Query & { split: SplitChoice }) {
  const where = conditionOf(query)
  const met = await tx.$queryRaw<{ versionId: string | null; rollouts: number }[]>`
    select r."versionId", count(*)::int as rollouts from rollout r where ${where} group by 1`
  const heldOut = await heldOutVersions(
    tx,
    met.flatMap(({ versionId }) => versionId ?? []),
  )
  const isHeldOut = ({ versionId }: { versionId: string | null }) =>
    versionId !== null && heldOut.includes(versionId)
  const isAlone = met.length > 0 && met.every(isHeldOut)
  if (heldOut.length === 0 || isAlone)
    return {
      feedback: isAlone ? ('held-out' as const) : ('other' as const),
      leftOut: 0,
      condition: Prisma.sql`true`,
    }
  return {
    feedback: 'other' as const,
    leftOut: met.filter(isHeldOut).reduce((sum, { rollouts }) => sum + rollouts, 0),
    condition: Prisma.sql`(r."versionId" is null or r."versionId" <> all(${heldOut}::uuid[]))`,
  }
}

type Row = Record<RewardPart, number> & {
  bucket: number
  toStep: number
  rollouts: number
  meanReward: number
  medals: number
  valid: number
}
/** Less than the parts of a trainer may miss its reward by. */
const NOTHING = 1e-6

async function readBuckets(tx: Tx, where: Prisma.Sql, from: number, width: number) {
  const means = REWARD_PARTS.map(
    (part) =>
      Prisma.sql`avg(coalesce((r.parts ->> ${part})::float8, 0))::float8 as ${Prisma.raw(`"${part}"`)}`,
  )
  const rows = await tx.$queryRaw<Row[]>`
    select ((r.step - ${from}::int) / ${width}::int)::int as bucket, max(r.step) as "toStep", count(*)::int as rollouts,
      avg(r.reward)::float8 as "meanReward", (count(*) filter (where ${IS_MEDAL}))::int as medals,
      (count(*) filter (where r.outcome = 'scored'))::int as valid, ${Prisma.join(means)}
    from rollout r where ${where} group by 1 order by 1`
  return rows.map((row) => {
    const parts = Object.fromEntries(REWARD_PARTS.map((part) => [part, row[part]])) as Record<
      RewardPart,
      number
    >
    const rest = row.meanReward - REWARD_PARTS.reduce((sum, part) => sum + row[part], 0)
    return {
      fromStep: from + row.bucket * width,
      toStep: Math.max(row.toStep, from + row.bucket * width),
      rollouts: row.rollouts,
      meanReward: row.meanReward,
      parts,
      undivided: Math.abs(rest) <= NOTHING ? 0 : rest,
      medalRate: row.medals / row.rollouts,
      validRate: row.valid / row.rollouts,
    }
  })
}
