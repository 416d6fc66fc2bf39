import { z } from 'zod'
import type { EnvironmentTraining } from '#lib/contracts/training-signals.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { COUNTED, IS_MEDAL } from '#lib/services/rollouts/rollout-view.ts'

const Params = z.object({ id: z.string().min(1).max(80) })

/** Training runs that met any version of an environment (id or slug), the latest first; at most 200. */
export async function environmentTraining({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof Params>
}): Promise<EnvironmentTraining> {
  requireCapability(ctx, 'rollout.read')
  const { id } = parseInput(Params, input)
  const environment = await ctx.db.environment.findFirst({
    where: z.uuid().safeParse(id).success ? { id } : { slug: id },
    select: { versions: { select: { id: true } } },
  })
  const versions = environment?.versions.map((version) => version.id) ?? []
  const rows = await ctx.db.$queryRaw<(Omit<EnvironmentTraining['runs'][number], 'at'> & { at: Date })[]>`
    select t.id as "runId", t.name, e.name as experiment, v.number as version,
      count(*)::int as rollouts, avg(r.reward)::float8 as "meanReward",
      (avg((${IS_MEDAL})::int))::float8 as "medalRate", (avg((r.outcome = 'scored')::int))::float8 as "validRate",
      max(r.step) as "lastStep", max(r."createdAt") as at
    from rollout r join version v on v.id = r."versionId"
      join training_run t on t.id = r."runId" join training_experiment e on e.id = t."experimentId"
    where r."versionId" = any(${versions}::uuid[]) and ${COUNTED}
    group by t.id, t.name, e.name, v.number order by at desc limit 200`
  return { runs: rows.map((row) => ({ ...row, at: row.at.toISOString() })) }
}
