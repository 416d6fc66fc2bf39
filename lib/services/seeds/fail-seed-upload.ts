import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { databaseNow, inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'

/** Closes an upload whose archive could not be opened; `error` is what the uploader reads. False: another worker did. */
export async function failSeedUpload({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: { uploadId: string; error: string; attempt?: number }
}): Promise<boolean> {
  requireCapability(ctx, 'seed.import')
  return inTransaction(ctx, async (tx) => {
    const { count } = await tx.seedUpload.updateMany({
      where: {
        id: input.uploadId,
        status: 'reading',
        ...(input.attempt === undefined ? {} : { attempt: input.attempt }),
      },
      data: { status: 'failed', error: input.error, leaseUntil: null, finishedAt: await databaseNow(tx) },
    })
    if (count === 1)
      await recordAudit(tx, ctx.actor, {
        verb: 'seed.fail',
        entity: 'seed-upload',
        entityId: input.uploadId,
        detail: { error: input.error },
      })
    return count === 1
  })
}
