import type { z } from 'zod'
import { type Lineage, LineageQuery } from '#lib/contracts/lineage.ts'
import { SeedParams } from '#lib/contracts/seeds.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { readLineage } from '#lib/services/lineage/read-lineage.ts'
import { whereSeed } from '#lib/services/seeds/seed-view.ts'

const Input = LineageQuery.extend(SeedParams.shape)

/** What grew from a seed, run by run, the newest first. */
export async function getSeedLineage({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof Input>
}): Promise<Lineage> {
  requireCapability(ctx, 'seed.read')
  const { id, ...query } = parseInput(Input, input)
  const seed = await ctx.db.seed.findUnique({ where: whereSeed(id), select: { id: true } })
  if (seed === null) throw notFound('seed', id)
  return readLineage(ctx, { seedId: seed.id }, query)
}
