import { z } from 'zod'
import { type StagedTrainingImport, UploadTrainingQuery } from '#lib/contracts/imports.ts'
import { Sha256 } from '#lib/contracts/paging.ts'
import type { Tx } from '#lib/db/client.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import { AppError, notFound } from '#lib/domain/errors.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import {
  TRAINING_IMPORT_SELECT,
  type TrainingImportOptions,
  toTrainingImportView,
} from '#lib/services/imports/training-import-view.ts'
import { namesOf } from '#lib/services/people/names-of.ts'

const Input = UploadTrainingQuery.extend({ blob: Sha256, bytes: z.int().min(1) })
type Input = z.output<typeof Input>

/** Files of one person that wait for a worker; more are refused, so that nobody keeps the others waiting for hours. */
const MOST_WAITING = 50

const optionsOf = ({ experiment, name, packId }: Input): TrainingImportOptions => ({
  experiment,
  name: name ?? null,
  packId: packId ?? null,
})

/** The import that sent the same bytes into the same experiment under the same name, unless it failed. */
const findPresent = (tx: Tx, input: Input) => {
  const { experiment, name } = optionsOf(input)
  const where = {
    target: 'training',
    blob: input.blob,
    status: { in: ['queued', 'reading', 'read'] },
    AND: [
      { options: { path: ['experiment'], equals: experiment } },
      ...(name === null ? [] : [{ options: { path: ['name'], equals: name } }]),
    ],
  }
  return tx.importUpload.findFirst({ where, select: TRAINING_IMPORT_SELECT, orderBy: { createdAt: 'asc' } })
}

async function guardWaiting(tx: Tx, person: string): Promise<void> {
  const waiting = await tx.importUpload.count({
    where: { uploadedBy: person, status: { in: ['queued', 'reading'] } },
  })
  if (waiting >= MOST_WAITING)
    throw new AppError('limit', `${waiting} of your files wait to be read already. Send more once they are.`)
}

/**
 * Records an uploaded file of training logs and wakes a worker, which opens it; nothing of it is read here. The same
 * file in the same experiment is not taken twice: the import that it came with is answered as present.
 */
export async function stageTrainingImport({
  ctx,
  input: raw,
}: {
  ctx: ServiceContext
  input: z.input<typeof Input>
}): Promise<StagedTrainingImport> {
  requireCapability(ctx, 'training.import')
  const input = Input.parse(raw)
  const { blob, bytes, filename } = input
  const options = optionsOf(input)
  return inTransaction(ctx, async (tx) => {
    // Two uploads of one file at once: the second waits here and finds the first.
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtext(${`import:${blob}`}))::text`
    const present = await findPresent(tx, input)
    if (present)
      return { ...toTrainingImportView(present, await namesOf(tx, [present.uploadedBy])), present: true }
    const person = personOf(ctx.actor)
    await guardWaiting(tx, person)
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
    return { ...toTrainingImportView(row, await namesOf(tx, [person])), present: false }
  })
}
