import type { z } from 'zod'
import { OfModel, type WireModel } from '#lib/contracts/mlflow-models.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { readWireModel } from '#lib/services/mlflow/wire-model.ts'

/** `logged-models/{id}`. */
export async function getModel({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof OfModel>
}): Promise<{ model: WireModel }> {
  requireCapability(ctx, 'training.read')
  return { model: await readWireModel(ctx.db, parseInput(OfModel, input).model_id) }
}
