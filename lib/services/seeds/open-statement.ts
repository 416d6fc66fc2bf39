import type { z } from 'zod'
import { SeedParams } from '#lib/contracts/seeds.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { isStatement } from '#lib/packs/seed-parts.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { storedFiles, whereSeed } from '#lib/services/seeds/seed-view.ts'

/** Finds the file of a seed's statement; the bytes are `blobs.stream(blob)`. */
export async function openStatement({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof SeedParams>
}): Promise<{ blob: string; bytes: number }> {
  requireCapability(ctx, 'seed.read')
  const { id } = parseInput(SeedParams, input)
  const row = await ctx.db.seed.findUnique({ where: whereSeed(id), select: { id: true, files: true } })
  const file = row === null ? undefined : storedFiles(row).find(({ path }) => isStatement(path))
  if (file === undefined) throw notFound('statement of seed', id)
  return { blob: file.sha256, bytes: file.bytes }
}
