import type { z } from 'zod'
import { SetExperimentTag } from '#lib/contracts/mlflow.ts'
import type { Empty } from '#lib/contracts/mlflow-answers.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { activeNameOf } from '#lib/services/mlflow/wire-ids.ts'
import { chargeIngest } from '#lib/services/training/charge-ingest.ts'
import { experimentOf } from '#lib/services/training/create-training-run.ts'

/** `experiments/set-experiment-tag`. */
export async function setExperimentTag({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof SetExperimentTag>
}): Promise<Empty> {
  requireCapability(ctx, 'training.log')
  const { experiment_id, key, value } = parseInput(SetExperimentTag, input)
  await inTransaction(ctx, async (tx) => {
    const id = await experimentOf(tx, await activeNameOf(tx, experiment_id), personOf(ctx.actor))
    await tx.$executeRaw`
      update training_experiment set tags = tags || jsonb_build_object(${key}::text, ${value}::text),
        "updatedAt" = now() where id = ${id}`
    await chargeIngest(tx, ctx.actor, { points: 0, bytes: Buffer.byteLength(key + value), requests: 1 })
  })
  return {}
}
