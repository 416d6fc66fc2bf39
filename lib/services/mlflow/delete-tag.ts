import type { z } from 'zod'
import { DeleteTag } from '#lib/contracts/mlflow.ts'
import type { Empty } from '#lib/contracts/mlflow-answers.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { runIdOf } from '#lib/services/mlflow/wire-ids.ts'
import { chargeIngest } from '#lib/services/training/charge-ingest.ts'
import { requireActiveRun } from '#lib/services/training/require-active-run.ts'
import { PACK_TAG, REWARD_TAG } from '#lib/services/training/run-links.ts'

/** `runs/delete-tag`: the link that the tag made goes with it. */
export async function deleteTag({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof DeleteTag>
}): Promise<Empty> {
  requireCapability(ctx, 'training.log')
  const { key, ...of } = parseInput(DeleteTag, input)
  const runId = runIdOf(of)
  await inTransaction(ctx, async (tx) => {
    await requireActiveRun(tx, runId)
    const { count } = await tx.trainingTag.deleteMany({ where: { runId, key } })
    if (count === 0) throw notFound('tag', `${key} of run ${runId}`)
    if (key === PACK_TAG) await tx.trainingRun.updateMany({ where: { id: runId }, data: { packId: null } })
    if (key === REWARD_TAG)
      await tx.trainingRun.updateMany({ where: { id: runId }, data: { rewardTable: null } })
    await chargeIngest(tx, ctx.actor, { points: 0, bytes: 0, requests: 1 })
  })
  return {}
}
