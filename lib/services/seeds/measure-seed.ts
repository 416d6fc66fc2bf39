import type { z } from 'zod'
import { SeedParams, type SeedUploadView } from '#lib/contracts/seeds.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { requireUploadRoom } from '#lib/services/imports/upload-room.ts'
import { whereSeed } from '#lib/services/seeds/seed-view.ts'
import { toUploadView, UPLOAD_SELECT } from '#lib/services/seeds/upload-view.ts'

/**
 * Orders a seed's own files to be read again, so that its DNA is what the product measures today. Tasks that grew from
 * it keep theirs. An order that still waits is answered with itself.
 */
export async function measureSeed({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof SeedParams>
}): Promise<SeedUploadView> {
  requireCapability(ctx, 'seed.edit')
  const { id } = parseInput(SeedParams, input)
  return inTransaction(ctx, async (tx) => {
    const seed = await tx.seed.findUnique({ where: whereSeed(id), select: { id: true, slug: true } })
    if (seed === null) throw notFound('seed', id)
    await tx.$queryRaw`select id from "seed" where id = ${seed.id}::uuid for update`
    const open = await tx.seedUpload.findFirst({
      where: { seedId: seed.id, status: { in: ['queued', 'reading'] } },
      select: UPLOAD_SELECT,
    })
    if (open !== null) return toUploadView(open)
    await requireUploadRoom(tx, ctx.actor)
    const row = await tx.seedUpload.create({
      // Its own files are all that it is read from: there is no archive.
      data: { blob: '', filename: seed.slug, seedId: seed.id, uploadedBy: personOf(ctx.actor) },
      select: UPLOAD_SELECT,
    })
    await ctx.queue.enqueue(tx, { queue: 'seed.import', id: row.id })
    await recordAudit(tx, ctx.actor, {
      verb: 'seed.measure',
      entity: 'seed',
      entityId: seed.id,
      detail: { slug: seed.slug },
    })
    return toUploadView(row)
  })
}
