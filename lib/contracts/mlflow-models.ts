import { z } from 'zod'
import { ExperimentId, Int64, MlflowKey, MlflowParam, MlflowTag, ofRun } from '#lib/contracts/mlflow.ts'
import { storable } from '#lib/domain/text.ts'
import type { MODEL_STATUSES } from '#lib/domain/training.ts'

/** Logged models of MLflow 3 (checkpoints): what a trainer sends, and what it is answered. */
export const MODEL_WIRE_STATUSES = [
  'LOGGED_MODEL_PENDING',
  'LOGGED_MODEL_READY',
  'LOGGED_MODEL_UPLOAD_FAILED',
] as const
export type ModelWireStatus = (typeof MODEL_WIRE_STATUSES)[number]
export const MODEL_WIRE: Record<(typeof MODEL_STATUSES)[number], ModelWireStatus> = {
  pending: 'LOGGED_MODEL_PENDING',
  ready: 'LOGGED_MODEL_READY',
  failed: 'LOGGED_MODEL_UPLOAD_FAILED',
}

const ModelId = z.string().regex(/^[\w-]{1,64}$/, 'is not an id of a model')
/** As MLflow's: a name is part of addresses. */
const ModelName = z
  .string()
  .max(500)
  .regex(/^[^/:.%"']*$/, 'cannot hold / : . % " or \'')
  .transform(storable)
const Params = z.array(MlflowParam).max(1000).default([])
const Tags = z.array(MlflowTag).max(1000).default([])

export const CreateModel = z.object({
  experiment_id: ExperimentId,
  name: ModelName.default(''),
  model_type: z.string().max(500).default(''),
  source_run_id: z.string().max(256).default(''),
  params: Params,
  tags: Tags,
})
export const OfModel = z.object({ model_id: ModelId })
export const LogModelParams = OfModel.extend({ params: Params })
export const SetModelTags = OfModel.extend({ tags: Tags })
export const DeleteModelTag = OfModel.extend({ tag_key: MlflowKey })
export const FinalizeModel = OfModel.extend({ status: z.enum(MODEL_WIRE_STATUSES) })
const Order = z.object({ field_name: z.string().max(400), ascending: z.boolean().default(true) })
export const SearchModels = z.object({
  experiment_ids: z.array(ExperimentId).max(1000).default([]),
  filter: z.string().max(4000).default(''),
  order_by: z.array(Order).max(10).default([]),
  max_results: Int64.refine((n) => n >= 1 && n <= 50_000, 'is not between 1 and 50000').default(100),
  page_token: z.string().max(50).default(''),
})
export const LogOutputs = z.object({
  ...ofRun,
  models: z
    .array(OfModel.extend({ step: Int64.default(0) }))
    .max(1000)
    .default([]),
})

const Texts = z.array(z.object({ key: z.string(), value: z.string() }))
export const WireModel = z.object({
  info: z.object({
    model_id: z.string(),
    experiment_id: z.string(),
    name: z.string(),
    creation_timestamp_ms: z.int(),
    last_updated_timestamp_ms: z.int(),
    artifact_uri: z.string(),
    status: z.enum(MODEL_WIRE_STATUSES),
    model_type: z.string(),
    source_run_id: z.string(),
    tags: Texts,
  }),
  data: z.object({ params: Texts }),
})
export type WireModel = z.infer<typeof WireModel>
export const ModelAnswer = z.object({ model: WireModel })
export const ModelsFound = z.object({ models: z.array(WireModel), next_page_token: z.string().optional() })
