import type { z } from 'zod'
import type { Empty } from '#lib/contracts/mlflow-answers.ts'
import {
  DeleteModelTag,
  FinalizeModel,
  LogModelParams,
  MODEL_WIRE,
  OfModel,
  SetModelTags,
  type WireModel,
} from '#lib/contracts/mlflow-models.ts'
import type { Tx } from '#lib/db/client.ts'
import { invalid, notFound } from '#lib/domain/errors.ts'
import { parseInput, stored } from '#lib/domain/parse.ts'
import type { ModelStatus } from '#lib/domain/training.ts'
import { MODEL_STATUSES } from '#lib/domain/training.ts'
import { databaseNow, inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { StoredTags } from '#lib/services/mlflow/wire-experiment.ts'
import { readWireModel } from '#lib/services/mlflow/wire-model.ts'
import { paramsOf, tagsOf } from '#lib/services/mlflow/wire-texts.ts'
import { chargeIngest } from '#lib/services/training/charge-ingest.ts'

type Call<Schema extends z.ZodType> = { ctx: ServiceContext; input: z.input<Schema> }
type Texts = Readonly<Record<string, string>>
type Held = { params: Texts; tags: Texts }
type Change = {
  params?: Record<string, string>
  tags?: Record<string, string>
  status?: ModelStatus
  archivedAt?: Date
}

/** One change of a model, which nobody else changes meanwhile. */
async function change(
  ctx: ServiceContext,
  id: string,
  changeOf: (held: Held, tx: Tx) => Change | Promise<Change>,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const [row] = await tx.$queryRaw<{ params: unknown; tags: unknown }[]>`
      select params, tags from logged_model where id = ${id} and "archivedAt" is null for update`
    if (row === undefined) throw notFound('logged model', id)
    const held = {
      params: stored(StoredTags, row.params, `params of logged model ${id}`),
      tags: stored(StoredTags, row.tags, `tags of logged model ${id}`),
    }
    const data = { ...(await changeOf(held, tx)), updatedAt: await databaseNow(tx) }
    await tx.loggedModel.update({ where: { id }, data, select: { id: true } })
    await chargeIngest(tx, ctx.actor, { points: 0, bytes: 0, requests: 1 })
  })
}

/** `logged-models/{id}/params`; a value never changes. */
export async function logModelParams({ ctx, input }: Call<typeof LogModelParams>): Promise<Empty> {
  requireCapability(ctx, 'training.log')
  const { model_id, params } = parseInput(LogModelParams, input)
  const added = paramsOf(params)
  await change(ctx, model_id, (held) => {
    const changed = Object.keys(added).find((key) => (held.params[key] ?? added[key]) !== added[key])
    if (changed !== undefined) throw invalid(`The param ${changed} is logged already, with another value.`)
    return { params: { ...held.params, ...added } }
  })
  return {}
}

/** `logged-models/{id}/tags`. */
export async function setModelTags({ ctx, input }: Call<typeof SetModelTags>): Promise<Empty> {
  requireCapability(ctx, 'training.log')
  const { model_id, tags } = parseInput(SetModelTags, input)
  await change(ctx, model_id, (held) => ({ tags: { ...held.tags, ...tagsOf(tags) } }))
  return {}
}

/** `logged-models/{id}/tags/{key}`, taken away. */
export async function deleteModelTag({ ctx, input }: Call<typeof DeleteModelTag>): Promise<Empty> {
  requireCapability(ctx, 'training.log')
  const { model_id, tag_key } = parseInput(DeleteModelTag, input)
  await change(ctx, model_id, ({ tags: { [tag_key]: gone, ...tags } }) => {
    if (gone === undefined) throw notFound('tag', `${tag_key} of model ${model_id}`)
    return { tags }
  })
  return {}
}

/** `logged-models/{id}`: the upload is over. */
export async function finalizeModel({
  ctx,
  input,
}: Call<typeof FinalizeModel>): Promise<{ model: WireModel }> {
  requireCapability(ctx, 'training.log')
  const { model_id, status: wire } = parseInput(FinalizeModel, input)
  const status = MODEL_STATUSES.find((one) => MODEL_WIRE[one] === wire) ?? 'pending'
  await change(ctx, model_id, () => ({ status }))
  return { model: await readWireModel(ctx.db, model_id) }
}

/** `logged-models/{id}`, put away; its files stay with the run. */
export async function deleteModel({ ctx, input }: Call<typeof OfModel>): Promise<Empty> {
  requireCapability(ctx, 'training.log')
  const { model_id } = parseInput(OfModel, input)
  await change(ctx, model_id, async (_held, tx) => ({ archivedAt: await databaseNow(tx) }))
  return {}
}
