import { z } from 'zod'
import { type SeedFile, SeedParams } from '#lib/contracts/seeds.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { storedFiles, whereSeed } from '#lib/services/seeds/seed-view.ts'

const Input = SeedParams.extend({ path: z.string().min(1).max(300) })

/** Finds a file of a seed by its path; the bytes are `blobs.stream(file.sha256)`. */
export async function openSeedFile({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof Input>
}): Promise<SeedFile> {
  requireCapability(ctx, 'seed.read')
  const { id, path } = parseInput(Input, input)
  const row = await ctx.db.seed.findUnique({ where: whereSeed(id), select: { id: true, files: true } })
  if (row === null) throw notFound('seed', id)
  const file = storedFiles(row).find((one) => one.path === path)
  if (file === undefined) throw notFound('file of the seed', path)
  return file
}
