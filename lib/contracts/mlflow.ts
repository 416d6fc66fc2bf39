import { z } from 'zod'
import { hasDate } from '#lib/domain/instant.ts'
import { Line, seenLine } from '#lib/domain/text.ts'

/**
 * Wire of MLflow's tracking protocol, version 2.0 (formats: MLflow REST). Inputs follow protobuf's JSON: int64 as
 * number or digits, NaN and infinities as words, unknown fields ignored. Answers never hold null.
 */
export const MLFLOW_BODY_MAX = 2 ** 20
export const MLFLOW_STATUSES = ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'] as const
export type MlflowStatus = (typeof MLFLOW_STATUSES)[number]

const LIMITS = { metrics: 1000, params: 100, tags: 100, total: 1000 } as const

/** Whole number within 2^53, as number or digits. */
export const Int64 = z.union([z.number(), z.string().regex(/^-?\d{1,19}$/)]).transform((given, context) => {
  const number = Number(given)
  if (Number.isSafeInteger(number)) return number
  context.addIssue({ code: 'custom', message: 'is not a whole number within 2^53' })
  return z.NEVER
})
const Millis = Int64.refine((time) => time >= 0, 'is before 1970')
/** When a run began or ended. A point keeps whatever clock it was logged by. */
const RunTime = Millis.refine(hasDate, 'is after the year 9999: it counts milliseconds since 1970')

const WORDS = { NaN: Number.NaN, Infinity: Number.POSITIVE_INFINITY, '-Infinity': Number.NEGATIVE_INFINITY }
/** Any double; the three that JSON lacks travel as words. */
export const Double = z.union([
  z.number(),
  z.enum(['NaN', 'Infinity', '-Infinity']).transform((word): number => WORDS[word]),
  z
    .string()
    .regex(/^[-+]?(\d+(?:\.\d*)?|\.\d+)([eE][-+]?\d+)?$/, 'is not a number')
    .transform(Number),
])
/** A double in an answer. */
export const wireDouble = (value: number): number | string => (Number.isFinite(value) ? value : String(value))
export const WireDouble = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])])

/** Names are paths in some stores, so that they may not resolve to another name. */
function isPlainPath(name: string): boolean {
  const parts = name.split('/')
  return !name.startsWith('..') && parts.every((part) => part !== '' && part !== '.' && part !== '..')
}
/** Name of a metric, param or tag. verl's `mean_at_1` is stored as it comes. */
export const MlflowKey = z
  .string()
  .max(250)
  .regex(
    /^[/\p{L}\p{N}_.\- :]+$/u,
    'takes letters, digits, underscores, dashes, periods, spaces, colons and slashes',
  )
  .refine(isPlainPath, 'would resolve to another name')

/** MLflow's own server cuts longer values and continues; characters count, not halves of surrogate pairs. */
export const CUT = { param: 6000, tag: 8000 } as const
const cutAt = (most: number) =>
  z.string().transform((text) => (text.length <= most ? text : [...text].slice(0, most).join('')))
/** Names that MLflow takes in any characters; ours appear in one line. */
const cutName = z.string().transform((text) => seenLine([...text].slice(0, NAME_MAX).join('')))
const NAME_MAX = 250

export const MlflowTag = z.object({ key: MlflowKey, value: cutAt(CUT.tag).default('') })
export const MlflowParam = z.object({ key: MlflowKey, value: cutAt(CUT.param).default('') })
const metric = { key: MlflowKey, value: Double, timestamp: Millis, step: Int64.default(0) }
export const MlflowMetric = z.object(metric)
const Tags = z.array(MlflowTag).max(LIMITS.tags).default([])

/** Clients send one of the two names, or both. */
const RunId = z.string().max(256)
export const ofRun = { run_id: RunId.optional(), run_uuid: RunId.optional() }
/** Clients send ids as text; some, as numbers. */
export const ExperimentId = z.union([z.string(), z.number()]).transform(String)
const ExperimentName = Line.min(1).max(500)
/** One or several, as a query string or JSON gives them. */
const listOf = <T extends z.ZodType>(item: T) => z.union([z.array(item), item.transform((one) => [one])])
const search = {
  max_results: Int64.refine((n) => n >= 1 && n <= 50_000, 'is not between 1 and 50000').default(1000),
  filter: z.string().max(4000).default(''),
  order_by: listOf(z.string().max(400)).default([]),
  page_token: z.string().max(50).default(''),
}
const VIEW_TYPES = ['ACTIVE_ONLY', 'DELETED_ONLY', 'ALL'] as const
export type ViewType = (typeof VIEW_TYPES)[number]
const ViewType = z.enum(VIEW_TYPES).default('ACTIVE_ONLY')

export const GetExperimentByName = z.object({ experiment_name: ExperimentName })
export const GetExperiment = z.object({ experiment_id: ExperimentId })
export const CreateExperiment = z.object({ name: ExperimentName, tags: Tags })
export const SearchExperiments = z.object({ ...search, view_type: ViewType })
export const SetExperimentTag = z.object({
  experiment_id: ExperimentId,
  key: MlflowKey,
  value: z.string().max(20_000).default(''),
})
export const OfExperiment = z.object({ experiment_id: ExperimentId })
export const UpdateExperiment = OfExperiment.extend({ new_name: ExperimentName })
export const CreateRun = z.object({
  experiment_id: ExperimentId.default('0'),
  user_id: cutName.default(''),
  run_name: cutName.default(''),
  start_time: RunTime.optional(),
  tags: Tags,
})
export const UpdateRun = z.object({
  ...ofRun,
  status: z.enum(MLFLOW_STATUSES).optional(),
  end_time: RunTime.optional(),
  run_name: cutName.optional(),
})
export const GetRun = z.object(ofRun)
export const SearchRuns = z.object({
  ...search,
  experiment_ids: listOf(ExperimentId).default([]),
  run_view_type: ViewType,
})
export const LogMetric = z.object({ ...ofRun, ...metric })
export const LogParameter = MlflowParam.extend(ofRun)
export const SetTag = MlflowTag.extend(ofRun)
export const DeleteTag = z.object({ ...ofRun, key: MlflowKey })
/** The limits of a batch; its items are parsed one by one, so that one of them does not cost its neighbours. */
export const LogBatch = z
  .object({
    ...ofRun,
    metrics: z.array(z.unknown()).max(LIMITS.metrics).default([]),
    params: z.array(z.unknown()).max(LIMITS.params).default([]),
    tags: z.array(z.unknown()).max(LIMITS.tags).default([]),
  })
  .refine(
    ({ metrics, params, tags }) => metrics.length + params.length + tags.length <= LIMITS.total,
    `A batch holds at most ${LIMITS.total} metrics, params and tags together`,
  )
const Dataset = z.object({
  name: z.string().min(1).max(500),
  digest: z.string().min(1).max(36),
  source_type: z.string().min(1).max(36),
  source: z.string().max(65_535),
  schema: z.string().max(1_048_575).nullish(),
  profile: z.string().max(16_777_215).nullish(),
})
const InputTags = z.array(z.object({ key: z.string().min(1).max(255), value: z.string().max(500) })).max(100)
export const LogInputs = z.object({
  ...ofRun,
  datasets: z
    .array(z.object({ tags: InputTags.default([]), dataset: Dataset }))
    .max(LIMITS.metrics)
    .default([]),
  models: z
    .array(z.object({ model_id: z.string().max(250) }))
    .max(LIMITS.params)
    .default([]),
})
export const GetHistory = z.object({
  ...ofRun,
  metric_key: z.string().max(250),
  max_results: Int64.refine((n) => n >= 1, 'is not positive').optional(),
  page_token: z
    .string()
    .regex(/^\d{0,12}$/, 'is not one that this server issued')
    .default(''),
})
export const ListArtifacts = z.object({ ...ofRun, path: z.string().max(1000).default('') })
