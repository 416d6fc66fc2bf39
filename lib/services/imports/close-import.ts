import type { Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import type { Capability } from '#lib/domain/capabilities.ts'
import { notFound } from '#lib/domain/errors.ts'
import type { ImportTarget } from '#lib/domain/training.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { databaseNow, inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'

/** What reading a file came to: a report, or the sentence that the uploader reads, perhaps with a report too. */
export type ImportOutcome = { report: Prisma.InputJsonObject | null; error: string | null }

const RIGHTS = {
  training: 'training.import',
  results: 'results.import',
} as const satisfies Record<ImportTarget, Capability>

async function targetOf(tx: Pick<Tx, 'importUpload'>, id: string): Promise<ImportTarget> {
  const row = await tx.importUpload.findUnique({ where: { id }, select: { target: true } })
  if (row === null) throw notFound('import', id)
  return row.target === 'results' ? 'results' : 'training'
}

/** Closes an import that the caller reads. False: the claim was lost, another worker reads or has read it. */
export async function closeImport({
  ctx,
  input: { importId, attempt, outcome },
}: {
  ctx: ServiceContext
  input: { importId: string; attempt: number; outcome: ImportOutcome }
}): Promise<boolean> {
  requireCapability(ctx, 'training.import')
  return inTransaction(ctx, async (tx) => {
    const target = await targetOf(tx, importId)
    requireCapability(ctx, RIGHTS[target])
    const { report, error } = outcome
    const { count } = await tx.importUpload.updateMany({
      where: { id: importId, status: 'reading', attempt },
      data: {
        status: error === null ? 'read' : 'failed',
        error,
        ...(report === null ? {} : { report }),
        leaseUntil: null,
        finishedAt: await databaseNow(tx),
      },
    })
    if (count === 1)
      await recordAudit(tx, ctx.actor, {
        verb: error === null ? `${target}.read-import` : `${target}.fail-import`,
        entity: 'import-upload',
        entityId: importId,
        detail: error === null ? {} : { error },
      })
    return count === 1
  })
}
