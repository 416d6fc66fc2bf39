import { z } from 'zod'
import type { Endpoints } from '#lib/contracts/endpoint.ts'
import { Permission, Time } from '#lib/contracts/paging.ts'
import { Line, Prose } from '#lib/domain/text.ts'
import { QUANTITIES, REWARD_TABLES, TRAINING_SOURCES, TRAINING_STATUSES } from '#lib/domain/training.ts'

/** A run as lists and legends show it. */
export const TrainingRunView = z.object({
  id: z.uuid(),
  name: z.string(),
  experiment: z.string(),
  experimentId: z.int(),
  source: z.enum(TRAINING_SOURCES),
  status: z.enum(TRAINING_STATUSES),
  /** Configuration as logged; the seed among it. */
  config: z.record(z.string(), z.string()),
  tags: z.record(z.string(), z.string()),
  /** Value of the configuration key that names the seed; null where there is none. */
  seed: z.string().nullable(),
  /** Runs that differ in nothing but the seed share it. */
  group: z.string(),
  pack: z.object({ id: z.uuid(), slug: z.string(), version: z.int() }).nullable(),
  /** Points over all metrics. */
  points: z.int(),
  /** Latest value of each metric; a number or "NaN", "Infinity", "-Infinity". */
  latest: z.record(z.string(), z.union([z.number(), z.string()])),
  lastStep: z.int().nullable(),
  rollouts: z.int(),
  startedAt: Time.nullable(),
  endedAt: Time.nullable(),
  createdBy: z.string(),
  createdByName: z.string(),
  /** When it was put away; null for a run that is on lists. */
  archivedAt: Time.nullable(),
})
export type TrainingRunView = z.infer<typeof TrainingRunView>

/** A group: runs whose configuration is equal but for the seed. */
export const TrainingGroupView = z.object({
  id: z.string(),
  /** What differs from the other groups on the page, as `key=value`; the experiment's name where nothing does. */
  label: z.string(),
  runIds: z.array(z.uuid()),
})
export type TrainingGroupView = z.infer<typeof TrainingGroupView>

/** Most runs of one list and of one chart. */
export const MAX_TRAINING_RUNS = 500

export const ListTrainingRunsQuery = z.object({
  experiment: z.string().max(250).optional(),
  packId: z.uuid().optional(),
  smokeRunId: z.uuid().optional(),
  search: z.string().max(200).optional(),
  /** `key=value` of configuration or tags, several joined by commas. */
  where: z.string().max(500).optional(),
  /** `only`: what is put away, which is on no other list. */
  archived: z.enum(['none', 'only']).default('none'),
})
export const TrainingRunList = z.object({
  /** Newest first, at most MAX_TRAINING_RUNS. */
  runs: z.array(TrainingRunView),
  /** Runs that the filter matches. */
  total: z.int(),
  groups: z.array(TrainingGroupView),
  /** `archived`: the experiment itself is put away, not only runs of it. */
  experiments: z.array(z.object({ id: z.int(), name: z.string(), runs: z.int(), archived: z.boolean() })),
  /** Every metric key of these runs, with how many runs have it. */
  metrics: z.array(
    z.object({
      key: z.string(),
      /** The quantity that trainers name differently; null for a name that stands for itself. */
      quantity: z.enum(QUANTITIES).nullable(),
      runs: z.int(),
      points: z.int(),
    }),
  ),
  /** Configuration keys whose values differ between these runs. */
  differing: z.array(z.string()),
})
export type TrainingRunList = z.infer<typeof TrainingRunList>

export const AGGREGATES = ['mean', 'median', 'iqm'] as const
export const SMOOTHINGS = ['none', 'ema', 'time-ema', 'window'] as const

/**
 * One chart: a metric of several runs; a run that lacks the key is drawn by its key of the same quantity. `x` is
 * `step`, `wall` (milliseconds since 1970), `relative` (seconds since the first point of the run) or the key of
 * another metric of the same runs (tokens, environments seen), as it was known at or before each step. With `group`,
 * runs that differ in the seed alone become one line with a band.
 */
export const CurveQuery = z.object({
  /** Run ids joined by commas. */
  runs: z.string().max(40 * MAX_TRAINING_RUNS),
  metric: z.string().max(250),
  x: z.string().max(250).default('step'),
  group: z.enum(['none', 'seed']).default('none'),
  aggregate: z.enum(AGGREGATES).default('mean'),
  smoothing: z.enum(SMOOTHINGS).default('none'),
  /** ema: weight of the past, 0 to 0.999; time-ema: half-life in seconds; window: number of points, backwards. */
  smooth: z.coerce.number().min(0).max(100_000).default(0),
  from: z.coerce.number().optional(),
  to: z.coerce.number().optional(),
  /** Width of the chart; the server keeps first, last, lowest and highest of each column. */
  columns: z.coerce.number().int().min(20).max(2000).default(400),
})
export type CurveQuery = z.input<typeof CurveQuery>

/** Points of one stretch without a gap: columns of equal length. */
export const CurvePiece = z.object({
  x: z.array(z.number()),
  y: z.array(z.number()),
  /** Unsmoothed values at the same x; absent where nothing was smoothed. */
  raw: z.array(z.number()).optional(),
})
export const CurveLine = z.object({
  /** Run or group; colour and dash follow it for ever. */
  id: z.string(),
  label: z.string(),
  /** Name under which the run logged the metric. */
  key: z.string(),
  /** Pieces between gaps; NaN, infinities and missing values end a piece. */
  pieces: z.array(CurvePiece),
  /** What a later resume wrote over; drawn faintly. */
  superseded: z.array(CurvePiece),
  /** Where a value was not finite, and what it was. */
  nonFinite: z.array(z.object({ x: z.number(), value: z.string() })),
  /** Points shown of points in range. */
  shown: z.int(),
  total: z.int(),
  /** Where the line ends of itself (a run that stopped early). */
  endsAt: z.number().nullable(),
})
export const CurveBand = z.object({
  id: z.string(),
  label: z.string(),
  runIds: z.array(z.uuid()),
  x: z.array(z.number()),
  middle: z.array(z.number()),
  /** Bootstrap 95 % interval of the aggregate over seeds. */
  low: z.array(z.number()),
  high: z.array(z.number()),
  /** Lowest and highest value of any run since the x before, unsmoothed: a spike between two places shows here. */
  min: z.array(z.number()),
  max: z.array(z.number()),
  /** Indices at which the band starts again: no run has a finite value between that x and the one before. */
  breaks: z.array(z.int()),
  /** Runs at each x; ragged ends are counted, never filled. */
  n: z.array(z.int()),
  shown: z.int(),
  total: z.int(),
})
export const Curves = z.object({
  metric: z.string(),
  x: z.string(),
  lines: z.array(CurveLine),
  bands: z.array(CurveBand),
  /** Extent of the whole, before `from` and `to`. */
  domain: z.object({ from: z.number(), to: z.number() }).nullable(),
  /** Values at or below zero, which a logarithmic axis has no place for. */
  nonPositive: z.int(),
  shown: z.int(),
  total: z.int(),
  /** Milliseconds that the server took to read and to sample. */
  tookMs: z.number(),
})
export type Curves = z.infer<typeof Curves>
export type CurveLine = z.infer<typeof CurveLine>
export type CurveBand = z.infer<typeof CurveBand>

/** What a person may change of a run that a trainer logged. */
export const EditTrainingRunInput = z
  .object({
    id: z.uuid(),
    name: Line.trim().min(1).max(250),
    /** Tags to set; null takes a tag away. */
    tags: z.record(Line.min(1).max(250), Prose.max(5000).nullable()),
    packId: z.uuid().nullable(),
    /** Put away: on no list and chart until it is brought back. */
    archived: z.boolean(),
  })
  .partial({ name: true, tags: true, packId: true, archived: true })
/** Renames an experiment, puts it away with its runs, or brings both back. */
export const EditExperimentInput = z
  .object({
    id: z.coerce
      .number()
      .int()
      .min(1)
      .max(2 ** 31 - 1),
    name: Line.trim().min(1).max(500),
    archived: z.boolean(),
  })
  .partial({ name: true, archived: true })
export const ExperimentView = z.object({ id: z.int(), name: z.string(), archived: z.boolean() })
export type ExperimentView = z.infer<typeof ExperimentView>
export const TrainingRunParams = z.object({ id: z.uuid() })

/** Most files that a list names; the rest is counted. */
export const TRAINING_FILES_SHOWN = 500
/** What a trainer logged beside the metrics of a run, by path. */
export const TrainingFiles = z.object({
  files: z.array(z.object({ path: z.string(), bytes: z.int(), createdAt: Time })),
  total: z.int(),
})
export type TrainingFiles = z.infer<typeof TrainingFiles>

/** One run with every metric that it logged. */
export const TrainingRunDetail = TrainingRunView.extend({
  metrics: z.array(
    z.object({
      key: z.string(),
      quantity: z.enum(QUANTITIES).nullable(),
      points: z.int(),
      /** Points whose value is not finite. */
      nonFinite: z.int(),
      lastStep: z.int().nullable(),
      lastTime: Time.nullable(),
    }),
  ),
  rewardTable: z.enum(REWARD_TABLES).nullable(),
  smokeRunId: z.uuid().nullable(),
  importId: z.uuid().nullable(),
  can: z.object({ edit: Permission }),
})
export type TrainingRunDetail = z.infer<typeof TrainingRunDetail>

/** Training runs and their curves. */
export const TRAINING = {
  list: {
    method: 'GET',
    path: '/api/v1/training',
    summary: 'Training runs with groups, metrics and what differs between them',
    right: 'training.read',
    query: ListTrainingRunsQuery,
    response: TrainingRunList,
  },
  get: {
    method: 'GET',
    path: '/api/v1/training/{id}',
    summary: 'One training run with every metric that it logged',
    right: 'training.read',
    response: TrainingRunDetail,
  },
  edit: {
    method: 'PATCH',
    path: '/api/v1/training/{id}',
    summary:
      'Change name, tags or pack of a training run, put it away or bring it back; what is left out stays. The tag sandmle.pack (slug@version or id) links its pack',
    right: 'training.log',
    body: EditTrainingRunInput.omit({ id: true }),
    response: TrainingRunDetail,
  },
  editExperiment: {
    method: 'PATCH',
    path: '/api/v1/training/experiments/{id}',
    summary: 'Rename an experiment, put it away with its runs or bring both back; what is left out stays',
    right: 'training.log',
    body: EditExperimentInput.omit({ id: true }),
    response: ExperimentView,
  },
  files: {
    method: 'GET',
    path: '/api/v1/training/{id}/files',
    summary: 'Files that the trainer logged beside the metrics',
    right: 'training.read',
    response: TrainingFiles,
  },
  file: {
    method: 'GET',
    path: '/api/v1/training/{id}/files/{+path}',
    summary: 'Bytes of one of these files',
    right: 'training.read',
    response: 'application/octet-stream',
  },
  curves: {
    method: 'GET',
    path: '/api/v1/training/curves',
    summary:
      'A metric of several runs as lines or bands, sampled to the width of a chart; 304 where nothing is new',
    right: 'training.read',
    query: CurveQuery,
    response: Curves,
  },
  curvesCsv: {
    method: 'GET',
    path: '/api/v1/training/curves.csv',
    summary: 'Every point of the same chart as it was logged',
    right: 'training.read',
    query: CurveQuery,
    response: 'text/csv',
  },
} as const satisfies Endpoints
