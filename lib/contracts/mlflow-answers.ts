import { z } from 'zod'
import { MLFLOW_STATUSES, WireDouble } from '#lib/contracts/mlflow.ts'

/** Answers of MLflow's tracking protocol. A field without a value is left out, as clients read null as zero. */
const Texts = z.array(z.object({ key: z.string(), value: z.string() }))

export const WireExperiment = z.object({
  experiment_id: z.string(),
  name: z.string(),
  artifact_location: z.string(),
  lifecycle_stage: z.enum(['active', 'deleted']),
  creation_time: z.int(),
  last_update_time: z.int(),
  tags: Texts,
})
export type WireExperiment = z.infer<typeof WireExperiment>

export const WireMetric = z.object({ key: z.string(), value: WireDouble, timestamp: z.int(), step: z.int() })
export type WireMetric = z.infer<typeof WireMetric>

export const WireRunInfo = z.object({
  run_id: z.string(),
  /** The same; old clients read this one. */
  run_uuid: z.string(),
  run_name: z.string(),
  experiment_id: z.string(),
  user_id: z.string(),
  status: z.enum(MLFLOW_STATUSES),
  /** Milliseconds since 1970. */
  start_time: z.int(),
  end_time: z.int().optional(),
  artifact_uri: z.string(),
  lifecycle_stage: z.enum(['active', 'deleted']),
})
export type WireRunInfo = z.infer<typeof WireRunInfo>

export const WireDataset = z.object({
  tags: Texts,
  dataset: z.object({
    name: z.string(),
    digest: z.string(),
    source_type: z.string(),
    source: z.string(),
    schema: z.string().optional(),
    profile: z.string().optional(),
  }),
})
export type WireDataset = z.infer<typeof WireDataset>

export const WireRun = z.object({
  info: WireRunInfo,
  data: z.object({ metrics: z.array(WireMetric), params: Texts, tags: Texts }),
  inputs: z.object({ dataset_inputs: z.array(WireDataset) }),
  outputs: z.object({ model_outputs: z.array(z.object({ model_id: z.string(), step: z.int() })) }),
})
export type WireRun = z.infer<typeof WireRun>

/** `path` is relative to what was asked for. */
export const WireFile = z.object({ path: z.string(), is_dir: z.boolean(), file_size: z.int().optional() })
export type WireFile = z.infer<typeof WireFile>

export const Empty = z.object({})
export type Empty = z.infer<typeof Empty>
export const ExperimentAnswer = z.object({ experiment: WireExperiment })
export const ExperimentCreated = z.object({ experiment_id: z.string() })
export const ExperimentsFound = z.object({
  experiments: z.array(WireExperiment),
  next_page_token: z.string().optional(),
})
export const RunAnswer = z.object({ run: WireRun })
export const RunInfoAnswer = z.object({ run_info: WireRunInfo })
export const RunsFound = z.object({ runs: z.array(WireRun), next_page_token: z.string().optional() })
export const HistoryAnswer = z.object({
  metrics: z.array(WireMetric),
  next_page_token: z.string().optional(),
})
export const FilesAnswer = z.object({ files: z.array(WireFile) })
export const ArtifactsAnswer = FilesAnswer.extend({ root_uri: z.string() })
export const MlflowError = z.object({ error_code: z.string(), message: z.string() })
