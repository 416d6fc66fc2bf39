import type { z } from 'zod'
import { EditTrainingRunInput, type TrainingRunDetail } from '#lib/contracts/curves.ts'
import type { Tx } from '#lib/db/client.ts'
import { invalid } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { findTrainingRun } from '#lib/services/rollouts/find-training-run.ts'
import { getTrainingRun } from '#lib/services/training/get-training-run.ts'
import { PACK_TAG, REWARD_TAG } from '#lib/services/training/run-links.ts'
import { setRunArchived } from '#lib/services/training/set-run-archived.ts'
import { storeTags } from '#lib/services/training/store-config.ts'

/** Changes name, tags or the pack of a training run, puts it away or brings it back; what is left out stays. Points are never changed. */
export async function editTrainingRun({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof EditTrainingRunInput>
}): Promise<TrainingRunDetail> {
  requireCapability(ctx, 'training.log')
  const { id, name, tags = {}, packId, archived } = parseInput(EditTrainingRunInput, input)
  await inTransaction(ctx, async (tx) => {
    await findTrainingRun(tx, id)
    if (packId !== undefined && packId !== null) await requirePack(tx, packId)
    const removed = Object.keys(tags).filter((key) => tags[key] === null)
    const set = Object.fromEntries(
      Object.entries(tags).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
    )
    const changed = {
      ...(name === undefined ? {} : { name }),
      ...(packId === undefined ? {} : { packId }),
    }
    await tx.trainingRun.update({ where: { id }, data: { ...unlinked(removed), ...changed } })
    // The tags that link a run do so whoever sets them.
    await storeTags(tx, id, set)
    await tx.trainingTag.deleteMany({ where: { runId: id, key: { in: removed } } })
    const detail = { ...changed, tags: Object.keys(tags) }
    await recordAudit(tx, ctx.actor, { verb: 'training.edit', entity: 'training-run', entityId: id, detail })
  })
  if (archived !== undefined) await setRunArchived({ ctx, input: { runId: id, archived } })
  return getTrainingRun({ ctx, input: { id } })
}

async function requirePack(tx: Tx, id: string): Promise<void> {
  const pack = await tx.pack.findUnique({ where: { id }, select: { id: true } })
  if (pack === null) throw invalid('There is no such pack.', { packId: id })
}

/** With its tag a link goes. */
const unlinked = (removed: readonly string[]) => ({
  ...(removed.includes(PACK_TAG) ? { packId: null } : {}),
  ...(removed.includes(REWARD_TAG) ? { rewardTable: null } : {}),
})
