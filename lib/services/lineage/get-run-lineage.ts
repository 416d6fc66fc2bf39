import type { z } from 'zod'
import { type Lineage, LineageQuery } from '#lib/contracts/lineage.ts'
import { RunParams } from '#lib/contracts/runs.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { readLineage } from '#lib/services/lineage/read-lineage.ts'

const Input = LineageQuery.extend(RunParams.shape)

/** What a run made of its seeds, seed by seed; its counts are the run's funnel. */
export async function getRunLineage({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof Input>
}): Promise<Lineage> {
  requireCapability(ctx, 'run.read')
  const { id, ...query } = parseInput(Input, input)
  const run = await ctx.db.run.findUnique({ where: { id }, select: { id: true } })
  if (run === null) throw notFound('run', id)
  return readLineage(ctx, { runId: run.id }, query)
}
