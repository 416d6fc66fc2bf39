import { z } from 'zod'
import { Sha256 } from '#lib/contracts/paging.ts'
import { type ResultsImportView, UploadResultsQuery } from '#lib/contracts/results.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { keptAlready, requireUploadRoom } from '#lib/services/imports/upload-room.ts'
import { IMPORT_SELECT, toImportView } from '#lib/services/results/import-view.ts'

const Input = UploadResultsQuery.extend({ blob: Sha256, bytes: z.int().min(1) })

/**
 * Records an uploaded file of results for a system and wakes a worker, which opens it; nothing of it is read
 * here. `keep` makes a staged file a blob, as the last step.
 */
export async function stageResultsImport({
  ctx,
  input,
  keep = keptAlready,
}: {
  ctx: ServiceContext
  input: z.input<typeof Input>
  keep?: () => Promise<void>
}): Promise<ResultsImportView> {
  requireCapability(ctx, 'results.import')
  const { systemId, experiment = null, filename, blob, bytes } = parseInput(Input, input)
  return inTransaction(ctx, async (tx) => {
    if ((await tx.benchmarkSystem.count({ where: { id: systemId } })) === 0)
      throw notFound('system', systemId)
    await requireUploadRoom(tx, ctx.actor)
    await tx.blob.createMany({ data: [{ sha256: blob, bytes }], skipDuplicates: true })
    const row = await tx.importUpload.create({
      data: {
        target: 'results',
        blob,
        filename,
        options: { systemId, experiment },
        uploadedBy: personOf(ctx.actor),
      },
      select: IMPORT_SELECT,
    })
    await ctx.queue.enqueue(tx, { queue: 'import.read', id: row.id })
    await recordAudit(tx, ctx.actor, {
      verb: 'results.stage-import',
      entity: 'import-upload',
      entityId: row.id,
      detail: { filename, blob, systemId, experiment },
    })
    await keep()
    return toImportView(row)
  })
}
