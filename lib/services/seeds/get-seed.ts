import { z } from 'zod'
import { type SeedDetail, SeedParams } from '#lib/contracts/seeds.ts'
import { SeedProfile } from '#lib/domain/artefacts/seed-profile.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput, stored } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { namesOf } from '#lib/services/people/names-of.ts'
import { SEED_SELECT, storedFiles, toSeedView, whereSeed } from '#lib/services/seeds/seed-view.ts'
import { toUploadView, UPLOAD_SELECT } from '#lib/services/seeds/upload-view.ts'

const Stored = z.record(z.string(), z.unknown())

/** One seed by id or slug: statement, structure, files. */
export async function getSeed({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof SeedParams>
}): Promise<SeedDetail> {
  requireCapability(ctx, 'seed.read')
  const { id } = parseInput(SeedParams, input)
  const row = await ctx.db.seed.findUnique({
    where: whereSeed(id),
    select: {
      ...SEED_SELECT,
      description: true,
      profile: true,
      _count: { select: { candidates: true } },
      measured: { select: UPLOAD_SELECT, orderBy: { createdAt: 'desc' }, take: 1 },
    },
  })
  if (row === null) throw notFound('seed', id)
  const { _count, description, profile, measured, ...rest } = row
  const [measurement] = measured
  const nameOf = await namesOf(ctx.db, [row.uploadedBy])
  return {
    ...toSeedView(rest, nameOf),
    files: storedFiles(row),
    description,
    dna: stored(Stored, row.dna, `dna of seed ${row.id}`),
    profile: SeedProfile.safeParse(profile).data ?? null,
    measurement: measurement === undefined ? null : toUploadView(measurement),
    candidates: _count.candidates,
  }
}
