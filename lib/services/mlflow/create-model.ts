import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { CreateModel, type WireModel } from '#lib/contracts/mlflow-models.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { activeNameOf, runIdOf } from '#lib/services/mlflow/wire-ids.ts'
import { readWireModel } from '#lib/services/mlflow/wire-model.ts'
import { paramsOf, tagsOf } from '#lib/services/mlflow/wire-texts.ts'
import { chargeIngest } from '#lib/services/training/charge-ingest.ts'
import { experimentOf } from '#lib/services/training/create-training-run.ts'
import { requireActiveRun } from '#lib/services/training/require-active-run.ts'

/** `logged-models`: a checkpoint begins; its files follow, then its state. */
export async function createModel({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof CreateModel>
}): Promise<{ model: WireModel }> {
  requireCapability(ctx, 'training.log')
  const { experiment_id, source_run_id, params, tags, name, model_type } = parseInput(CreateModel, input)
  const createdBy = personOf(ctx.actor)
  const bare = randomUUID().replaceAll('-', '')
  const id = `m-${bare}`
  return inTransaction(ctx, async (tx) => {
    const experimentId = await experimentOf(tx, await activeNameOf(tx, experiment_id), createdBy)
    const runId = source_run_id === '' ? null : runIdOf({ run_id: source_run_id })
    if (runId !== null) await requireActiveRun(tx, runId)
    const texts = { params: paramsOf(params), tags: tagsOf(tags) }
    const data = { id, experimentId, runId, name: name || id, modelType: model_type, ...texts, createdBy }
    await tx.loggedModel.create({ data, select: { id: true } })
    const bytes = Buffer.byteLength(JSON.stringify(texts))
    await chargeIngest(tx, ctx.actor, { points: 0, bytes, requests: 1 })
    return { model: await readWireModel(tx, id) }
  })
}
