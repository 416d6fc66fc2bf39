import { z } from 'zod'
import { type SeedDetail, SeedParams } from '#lib/contracts/seeds.ts'
import { notFound } from '#lib/domain/errors.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { namesOf } from '#lib/services/people/names-of.ts'
import { SEED_SELECT, storedFiles, toSeedView, whereSeed } from '#lib/services/seeds/seed-view.ts'

const Stored = z.record(z.string(), z.unknown())

/** One seed by id or slug: statement, structure, files. */
export async function getSeed({ ctx, input }: { ctx: ServiceContext; input: unknown }): Promise<SeedDetail> {
  requireCapability(ctx, 'seed.read')
  const { id } = SeedParams.parse(input)
  const row = await ctx.db.seed.findUnique({
    where: whereSeed(id),
    select: { ...SEED_SELECT, description: true, dna: true, _count: { select: { candidates: true } } },
  })
  if (row === null) throw notFound('seed', id)
  const { _count, description, dna, ...rest } = row
  const nameOf = await namesOf(ctx.db, [row.uploadedBy])
  return {
    ...toSeedView(rest, nameOf),
    files: storedFiles(row.files),
    description,
    dna: Stored.parse(dna),
    candidates: _count.candidates,
  }
}
