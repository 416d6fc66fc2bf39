import { z } from 'zod'
import type { SeedUploadView } from '#lib/contracts/seeds.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { toUploadView, UPLOAD_SELECT } from '#lib/services/seeds/upload-view.ts'

const Input = z.object({ id: z.uuid() })

/** How far an upload is, and its report. */
export async function getSeedUpload({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof Input>
}): Promise<SeedUploadView> {
  requireCapability(ctx, 'seed.read')
  const { id } = parseInput(Input, input)
  const row = await ctx.db.seedUpload.findUnique({ where: { id }, select: UPLOAD_SELECT })
  if (row === null) throw notFound('upload', id)
  return toUploadView(row)
}
