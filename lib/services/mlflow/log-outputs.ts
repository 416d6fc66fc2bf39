import type { z } from 'zod'
import type { Empty } from '#lib/contracts/mlflow-answers.ts'
import { LogOutputs } from '#lib/contracts/mlflow-models.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { runIdOf } from '#lib/services/mlflow/wire-ids.ts'
import { chargeIngest } from '#lib/services/training/charge-ingest.ts'
import { requireActiveRun } from '#lib/services/training/require-active-run.ts'

/** `runs/outputs`: models that a run produced, each at a step. */
export async function logOutputs({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof LogOutputs>
}): Promise<Empty> {
  requireCapability(ctx, 'training.log')
  const { models, ...of } = parseInput(LogOutputs, input)
  const runId = runIdOf(of)
  await inTransaction(ctx, async (tx) => {
    await requireActiveRun(tx, runId)
    const ids = [...new Set(models.map(({ model_id }) => model_id))]
    const known = await tx.loggedModel.findMany({ where: { id: { in: ids } }, select: { id: true } })
    const held = new Set(known.map(({ id }) => id))
    const missing = ids.find((id) => !held.has(id))
    if (missing !== undefined) throw notFound('logged model', missing)
    await tx.modelOutput.createMany({
      data: models.map(({ model_id, step }) => ({ runId, modelId: model_id, step: BigInt(step) })),
      skipDuplicates: true,
    })
    await chargeIngest(tx, ctx.actor, { points: 0, bytes: 0, requests: 1 })
  })
  return {}
}
