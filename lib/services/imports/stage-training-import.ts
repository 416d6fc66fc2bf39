import { z } from 'zod'
import { type StagedTrainingImport, UploadTrainingQuery } from '#lib/contracts/imports.ts'
import { Sha256 } from '#lib/contracts/paging.ts'
import type { Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput, stored } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import {
  TRAINING_IMPORT_SELECT,
  TrainingImportOptions,
  toTrainingImportView,
} from '#lib/services/imports/training-import-view.ts'
import { keptAlready, requireUploadRoom } from '#lib/services/imports/upload-room.ts'
import { namesOf } from '#lib/services/people/names-of.ts'

const Input = UploadTrainingQuery.extend({ blob: Sha256, bytes: z.int().min(1) })
type Input = z.output<typeof Input>

const optionsOf = ({ experiment, name, packId, x }: Input): TrainingImportOptions => ({
  experiment,
  name: name ?? null,
  packId: packId ?? null,
  x: x ?? null,
})

/** The import that sent the same bytes into the same experiment under the same name and x, unless it failed. */
async function findPresent(tx: Tx, input: Input) {
  const { experiment, name, x } = optionsOf(input)
  const where = {
    target: 'training',
    blob: input.blob,
    status: { in: ['queued', 'reading', 'read'] },
    AND: [
      { options: { path: ['experiment'], equals: experiment } },
      ...(name === null ? [] : [{ options: { path: ['name'], equals: name } }]),
    ],
  } satisfies Prisma.ImportUploadWhereInput
  const rows = await tx.importUpload.findMany({
    where,
    select: TRAINING_IMPORT_SELECT,
    orderBy: { createdAt: 'asc' },
  })
  return rows.find(
    ({ id, options }) => stored(TrainingImportOptions, options, `options of import ${id}`).x === x,
  )
}

/**
 * Records an uploaded file of training logs and wakes a worker, which opens it; nothing of it is read here. The same
 * file in the same experiment is not taken twice: the import that it came with is answered as present. `keep` makes a
 * staged file a blob, as the last step.
 */
export async function stageTrainingImport({
  ctx,
  input: raw,
  keep = keptAlready,
}: {
  ctx: ServiceContext
  input: z.input<typeof Input>
  keep?: () => Promise<void>
}): Promise<StagedTrainingImport> {
  requireCapability(ctx, 'training.import')
  const input = parseInput(Input, raw)
  const { blob, bytes, filename } = input
  const options = optionsOf(input)
  return inTransaction(ctx, async (tx) => {
    // Two uploads of one file at once: the second waits here and finds the first.
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtext(${`import:${blob}`}))::text`
    const present = await findPresent(tx, input)
    if (present)
      return { ...toTrainingImportView(present, await namesOf(tx, [present.uploadedBy])), present: true }
    const person = personOf(ctx.actor)
    await requireUploadRoom(tx, ctx.actor)
    if (options.packId !== null && (await tx.pack.count({ where: { id: options.packId } })) === 0)
      throw notFound('pack', options.packId)
    await tx.blob.createMany({ data: [{ sha256: blob, bytes }], skipDuplicates: true })
    const row = await tx.importUpload.create({
      data: { target: 'training', blob, filename, options, uploadedBy: person },
      select: TRAINING_IMPORT_SELECT,
    })
    await ctx.queue.enqueue(tx, { queue: 'import.read', id: row.id })
    await recordAudit(tx, ctx.actor, {
      verb: 'training.stage-import',
      entity: 'import-upload',
      entityId: row.id,
      detail: { filename, blob, ...options },
    })
    await keep()
    return { ...toTrainingImportView(row, await namesOf(tx, [person])), present: false }
  })
}
