import { z } from 'zod'
import { Sha256 } from '#lib/contracts/paging.ts'
import type { SeedUploadView } from '#lib/contracts/seeds.ts'
import { can, personOf } from '#lib/domain/capabilities.ts'
import { forbidden } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { Line } from '#lib/domain/text.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { keptAlready, requireUploadRoom } from '#lib/services/imports/upload-room.ts'
import { toUploadView, UPLOAD_SELECT } from '#lib/services/seeds/upload-view.ts'

const Input = z.strictObject({
  blob: Sha256,
  bytes: z.int().min(1),
  filename: Line.min(1).max(200),
  allowEvalOverlap: z.boolean().default(false),
  bundled: z.boolean().default(false),
})

/**
 * Records an uploaded archive and wakes a worker, which opens it; nothing of it is read
 * here. `keep` makes a staged file a blob, as the last step.
 */
export async function stageSeedUpload({
  ctx,
  input: raw,
  keep = keptAlready,
}: {
  ctx: ServiceContext
  input: z.input<typeof Input>
  keep?: () => Promise<void>
}): Promise<SeedUploadView> {
  requireCapability(ctx, 'seed.import')
  const input = parseInput(Input, raw)
  const isOwner = can(ctx.actor, 'people.change-role')
  if (input.bundled && !isOwner) throw forbidden('Only owners mark seeds as bundled.')
  return inTransaction(ctx, async (tx) => {
    await requireUploadRoom(tx, ctx.actor)
    await tx.blob.createMany({ data: [{ sha256: input.blob, bytes: input.bytes }], skipDuplicates: true })
    const { allowEvalOverlap, bundled } = input
    const row = await tx.seedUpload.create({
      data: {
        blob: input.blob,
        filename: input.filename,
        uploadedBy: personOf(ctx.actor),
        // Until the worker has read the archive the report holds what it was asked for.
        report: { v: 0, allowEvalOverlap, bundled },
      },
      select: UPLOAD_SELECT,
    })
    await ctx.queue.enqueue(tx, { queue: 'seed.import', id: row.id })
    const detail = { filename: input.filename, blob: input.blob, allowEvalOverlap }
    await recordAudit(tx, ctx.actor, { verb: 'seed.stage', entity: 'seed-upload', entityId: row.id, detail })
    await keep()
    return toUploadView(row)
  })
}
