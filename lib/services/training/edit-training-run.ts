import { EditTrainingRunInput, type TrainingRunDetail } from '#lib/contracts/curves.ts'
import type { Tx } from '#lib/db/client.ts'
import { invalid } from '#lib/domain/errors.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { findTrainingRun } from '#lib/services/rollouts/find-training-run.ts'
import { getTrainingRun } from '#lib/services/training/get-training-run.ts'

/** Changes name, tags or the pack of a training run; what is left out stays. Points are never changed. */
export async function editTrainingRun({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: unknown
}): Promise<TrainingRunDetail> {
  requireCapability(ctx, 'training.log')
  const { id, name, tags = {}, packId } = EditTrainingRunInput.parse(input)
  await inTransaction(ctx, async (tx) => {
    await findTrainingRun(tx, id)
    if (packId !== undefined && packId !== null) await requirePack(tx, packId)
    const changed = {
      ...(name === undefined ? {} : { name }),
      ...(packId === undefined ? {} : { packId }),
    }
    await tx.trainingRun.update({ where: { id }, data: changed })
    for (const [key, value] of Object.entries(tags)) await setTag(tx, id, key, value)
    const detail = { ...changed, tags: Object.keys(tags) }
    await recordAudit(tx, ctx.actor, { verb: 'training.edit', entity: 'training-run', entityId: id, detail })
  })
  return getTrainingRun({ ctx, input: { id } })
}

async function requirePack(tx: Tx, id: string): Promise<void> {
  const pack = await tx.pack.findUnique({ where: { id }, select: { id: true } })
  if (pack === null) throw invalid('There is no such pack.', { packId: id })
}

async function setTag(tx: Tx, runId: string, key: string, value: string | null): Promise<void> {
  if (value === null) {
    await tx.trainingTag.deleteMany({ where: { runId, key } })
    return
  }
  const where = { runId_key: { runId, key } }
  await tx.trainingTag.upsert({ where, create: { runId, key, value }, update: { value } })
}
