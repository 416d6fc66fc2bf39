import { z } from 'zod'
import type { Endpoints } from '#lib/contracts/endpoint.ts'
import { Permission, Sha256, Time } from '#lib/contracts/paging.ts'
import { ADJUDICATIONS, BENCHMARKS, FEEDBACK_KINDS, MEASURES, METHODS } from '#lib/domain/results.ts'
import { Line, Prose } from '#lib/domain/text.ts'
import { IMPORT_STATUSES } from '#lib/domain/training.ts'
import { TIERS } from '#lib/domain/vocabulary.ts'

const Tier = z.enum(TIERS)
const Name = Line.trim().min(2).max(100)
const Short = Line.trim().min(1).max(100)

/** A system under test: a model in a scaffold, and the conditions that its figures were made under. */
export const SystemFields = z.strictObject({
  name: Name,
  benchmark: z.enum(BENCHMARKS).default('mle-bench-lite'),
  model: Short,
  method: z.enum(METHODS),
  /** ReAct, AIDE, AIRA, MLE-Agent, or another one. */
  scaffold: Short,
  hardware: Line.trim().max(200).nullable().default(null),
  /** Wall-clock hours for one attempt. */
  hours: z.number().min(0).max(10_000).nullable().default(null),
  /** How often an attempt may be graded. */
  gradings: z.int().min(0).max(1_000_000).nullable().default(null),
  feedback: z.enum(FEEDBACK_KINDS).default('unknown'),
  leakageNoted: z.boolean().default(false),
  note: Prose.trim().max(2000).default(''),
  trainingRunId: z.uuid().nullable().default(null),
  /** What the model was trained on. */
  packId: z.uuid().nullable().default(null),
  /** What it was evaluated on, where the benchmark is a pack. */
  splitPackId: z.uuid().nullable().default(null),
})
export const CreateSystemInput = SystemFields.refine(
  ({ benchmark, splitPackId }) => (benchmark === 'pack') === (splitPackId !== null),
  {
    path: ['splitPackId'],
    message: 'Name the pack that was evaluated, and only where the benchmark is a pack.',
  },
)
export type CreateSystemInput = z.input<typeof CreateSystemInput>
/** What is left out stays; the benchmark never changes. */
export const UpdateSystemBody = z.strictObject({
  name: Name.optional(),
  model: Short.optional(),
  method: z.enum(METHODS).optional(),
  scaffold: Short.optional(),
  hardware: Line.trim().max(200).nullable().optional(),
  hours: z.number().min(0).max(10_000).nullable().optional(),
  gradings: z.int().min(0).max(1_000_000).nullable().optional(),
  feedback: z.enum(FEEDBACK_KINDS).optional(),
  leakageNoted: z.boolean().optional(),
  note: Prose.trim().max(2000).optional(),
  trainingRunId: z.uuid().nullable().optional(),
  packId: z.uuid().nullable().optional(),
  /** Puts the system away, or takes it back onto the board; its reports stay. */
  archived: z.boolean().optional(),
})
export const UpdateSystemInput = UpdateSystemBody.extend({ id: z.uuid() })
export type UpdateSystemInput = z.input<typeof UpdateSystemInput>
export const SystemParams = z.object({ id: z.uuid() })

const Link = z.object({ id: z.uuid(), name: z.string() })
export const SystemView = z.object({
  id: z.uuid(),
  ...SystemFields.shape,
  benchmark: z.enum(BENCHMARKS),
  trainingRun: Link.nullable(),
  pack: Link.nullable(),
  splitPack: Link.nullable(),
  reports: z.int(),
  createdByName: z.string(),
  createdAt: Time,
  /** null: on the board. */
  archivedAt: Time.nullable(),
})
export type SystemView = z.infer<typeof SystemView>

const Estimate = z.object({
  mean: z.number(),
  /** null: one seed has no error, and so no interval. */
  sem: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  perSeed: z.array(z.number()),
})
export const Aggregate = z.object({
  seeds: z.int(),
  fewest: z.int(),
  most: z.int(),
  /** Gaps that were counted as nothing. */
  padded: z.int(),
  missing: z.array(z.string()),
  measures: z.record(z.enum(MEASURES), Estimate).nullable(),
})
export type Aggregate = z.infer<typeof Aggregate>

export const Ruling = z.object({
  decision: z.enum(ADJUDICATIONS),
  tier: Tier.nullable(),
  reason: z.string(),
  byName: z.string(),
  at: Time,
})
/** One attempt, as it was reported and as it counts. */
export const Attempt = z.object({
  id: z.uuid(),
  /** 1-based. */
  seed: z.int(),
  report: z.string(),
  runGroup: z.string().nullable(),
  score: z.number().nullable(),
  goldThreshold: z.number().nullable(),
  silverThreshold: z.number().nullable(),
  bronzeThreshold: z.number().nullable(),
  medianThreshold: z.number().nullable(),
  lowerIsBetter: z.boolean().nullable(),
  submissionExists: z.boolean(),
  validSubmission: z.boolean(),
  aboveMedian: z.boolean(),
  /** As reported. */
  tier: Tier,
  humanRank: z.number().nullable(),
  /** As it counts; null: excluded. */
  counted: Tier.nullable(),
  ruling: Ruling.nullable(),
})
export type Attempt = z.infer<typeof Attempt>
export const CompetitionCells = z.object({ competition: z.string(), attempts: z.array(Attempt) })
export type CompetitionCells = z.infer<typeof CompetitionCells>

export const Competition = z.object({
  id: z.string(),
  name: z.string(),
  metric: z.string().nullable(),
  lowerIsBetter: z.boolean().nullable(),
  modality: z.string().nullable(),
  knownIssue: z.string().nullable(),
})
export type Competition = z.infer<typeof Competition>

/** A system with its attempts by competition of the split, in the order of the board's competitions. */
export const SystemResults = z.object({
  system: SystemView,
  aggregate: Aggregate,
  cells: z.array(CompetitionCells),
  rulings: z.object({ zeroed: z.int(), excluded: z.int(), rescored: z.int() }),
})
export type SystemResults = z.infer<typeof SystemResults>

export const ReferenceRow = z.object({
  source: z.enum(['paper', 'leaderboard']),
  name: z.string(),
  detail: z.string(),
  mean: z.number(),
  sem: z.number().nullable(),
  derived: z.boolean(),
  hours: z.number().nullable(),
  date: z.string().nullable(),
  leakageNoted: z.boolean(),
  paddedSeeds: z.boolean(),
})
export type ReferenceRow = z.infer<typeof ReferenceRow>

export const ComparisonView = z.object({
  first: z.uuid(),
  second: z.uuid(),
  /** null: they share no competition. */
  result: z
    .object({
      shared: z.array(z.string()),
      difference: z.number(),
      low: z.number(),
      high: z.number(),
      replicates: z.int(),
      separable: z.boolean(),
    })
    .nullable(),
})
export type ComparisonView = z.infer<typeof ComparisonView>

/** What a reader chose; the same words are in the URL of the page. */
export const ResultsQuery = z.object({
  benchmark: z.enum(BENCHMARKS).default('mle-bench-lite'),
  /** Of systems that were evaluated on packs, those of this one; without it the pack of the newest system. */
  pack: z.uuid().optional(),
  measure: z.enum(MEASURES).optional(),
  /** Without tasks that have a known defect. */
  clean: z.stringbool().default(false),
  /** Gaps count as attempts that came to nothing. */
  pad: z.stringbool().default(false),
  /** Systems that were put away, in place of the board. */
  archived: z.stringbool().default(false),
  /** Two ids, `a,b`. */
  compare: z
    .string()
    .regex(/^[0-9a-f-]{36},[0-9a-f-]{36}$/)
    .optional(),
})
export const ResultsBoard = z.object({
  benchmark: z.enum(BENCHMARKS),
  /** The pack whose tasks are the competitions, and every pack that has systems; empty for other benchmarks. */
  pack: z.uuid().nullable(),
  packs: z.array(Link),
  measure: z.enum(MEASURES),
  clean: z.boolean(),
  pad: z.boolean(),
  competitions: z.array(Competition),
  /** Ids that the toggle took out, with their defects. */
  removed: z.array(z.object({ id: z.string(), knownIssue: z.string() })),
  systems: z.array(SystemResults),
  /** Reported by others; empty where none is reported for this benchmark. */
  reference: z.array(ReferenceRow),
  sources: z.object({ paper: z.string(), leaderboard: z.string() }),
  comparison: ComparisonView.nullable(),
})
export type ResultsBoard = z.infer<typeof ResultsBoard>

export const SystemQuery = SystemParams.extend(ResultsQuery.pick({ clean: true, pad: true }).shape)
export const SystemDetail = SystemResults.extend({
  competitions: z.array(Competition),
  removed: ResultsBoard.shape.removed,
  files: z.array(
    z.object({
      id: z.uuid(),
      filename: z.string(),
      runGroup: z.string().nullable(),
      sha256: Sha256,
      results: z.int(),
      createdAt: Time,
    }),
  ),
  can: z.object({ edit: Permission, adjudicate: Permission }),
})
export type SystemDetail = z.infer<typeof SystemDetail>

export const AdjudicateBody = z
  .strictObject({
    resultId: z.uuid(),
    decision: z.enum(ADJUDICATIONS),
    /** The tier that a rescored result has now, and only that one. */
    tier: Tier.optional(),
    reason: Prose.trim().min(3).max(1000),
  })
  .refine(({ decision, tier }) => (decision === 'rescored') === (tier !== undefined), {
    path: ['tier'],
    message: 'A rescored result needs its new tier, any other decision none.',
  })
export type AdjudicateBody = z.input<typeof AdjudicateBody>
/** The same with the system that the result belongs to. */
export const AdjudicateInput = AdjudicateBody.safeExtend({ id: z.uuid() })
export type AdjudicateInput = z.input<typeof AdjudicateInput>
export const LedgerQuery = z.object({
  systemId: z.uuid().optional(),
  benchmark: z.enum(BENCHMARKS).optional(),
})
export const LedgerEntry = Ruling.extend({
  id: z.uuid(),
  resultId: z.uuid(),
  systemId: z.uuid(),
  systemName: z.string(),
  competition: z.string(),
  report: z.string(),
  reportedTier: Tier,
})
export type LedgerEntry = z.infer<typeof LedgerEntry>
export const Ledger = z.object({ entries: z.array(LedgerEntry) })

/** Query of `POST /api/v1/results/imports`; the body is the file itself. */
export const UploadResultsQuery = z.object({
  filename: Line.min(1).max(300),
  systemId: z.uuid(),
  /** Of an archive with several experiments, the one that this system is. */
  experiment: Line.min(1).max(200).optional(),
})
const Note = z.object({ file: z.string(), message: z.string() })
export const ResultsImportReport = z.object({
  v: z.literal(1),
  reports: z.array(z.object({ filename: z.string(), results: z.int(), repeated: z.boolean() })),
  refused: z.array(Note),
  warnings: z.array(Note),
})
export type ResultsImportReport = z.infer<typeof ResultsImportReport>
export const ResultsImportView = z.object({
  id: z.uuid(),
  systemId: z.uuid(),
  filename: z.string(),
  status: z.enum(IMPORT_STATUSES),
  error: z.string().nullable(),
  report: ResultsImportReport.nullable(),
  createdAt: Time,
  finishedAt: Time.nullable(),
})
export type ResultsImportView = z.infer<typeof ResultsImportView>

export const DownloadQuery = z.object({
  format: z.enum(['csv', 'json']).default('csv'),
  benchmark: z.enum(BENCHMARKS).default('mle-bench-lite'),
  systemId: z.uuid().optional(),
})
/** One attempt with all that the figures are made of: seed, tier, decision. */
export const DownloadRow = Attempt.omit({ ruling: true, id: true }).extend({
  resultId: z.uuid(),
  systemId: z.uuid(),
  system: z.string(),
  competition: z.string(),
  inSplit: z.boolean(),
  knownIssue: z.string().nullable(),
  reportSha256: Sha256,
  decision: z.enum(ADJUDICATIONS).nullable(),
  reason: z.string().nullable(),
  decidedBy: z.string().nullable(),
})
export type DownloadRow = z.infer<typeof DownloadRow>
export const Download = z.object({ benchmark: z.enum(BENCHMARKS), rows: z.array(DownloadRow) })

/** Benchmark results. */
export const RESULTS = {
  list: {
    method: 'GET',
    path: '/api/v1/results',
    summary: 'Systems of a benchmark with means, errors and every attempt, beside reported figures',
    right: 'results.read',
    query: ResultsQuery,
    response: ResultsBoard,
  },
  create: {
    method: 'POST',
    path: '/api/v1/results',
    summary: 'Describe a system: model, method, scaffold and conditions',
    right: 'results.import',
    body: CreateSystemInput,
    response: SystemView,
    status: 201,
  },
  get: {
    method: 'GET',
    path: '/api/v1/results/{id}',
    summary: 'One system with each attempt and its report files',
    right: 'results.read',
    query: SystemQuery.omit({ id: true }),
    response: SystemDetail,
  },
  update: {
    method: 'PATCH',
    path: '/api/v1/results/{id}',
    summary: 'Correct the description of a system; what is left out stays',
    right: 'results.import',
    body: UpdateSystemBody,
    response: SystemView,
  },
  adjudicate: {
    method: 'POST',
    path: '/api/v1/results/{id}/adjudications',
    summary: 'Decide what one result counts as, for a reason; decisions are only added',
    right: 'results.adjudicate',
    body: AdjudicateBody,
    response: LedgerEntry,
    status: 201,
  },
  ledger: {
    method: 'GET',
    path: '/api/v1/results/adjudications',
    summary: 'The ledger of decisions about results',
    right: 'results.read',
    query: LedgerQuery,
    response: Ledger,
  },
  upload: {
    method: 'POST',
    path: '/api/v1/results/imports',
    summary: 'Upload a report, or a zip of a run group; the body is the file',
    right: 'results.import',
    query: UploadResultsQuery,
    body: 'file',
    response: ResultsImportView,
    status: 202,
  },
  getUpload: {
    method: 'GET',
    path: '/api/v1/results/imports/{id}',
    summary: 'State and report of an upload of results',
    right: 'results.read',
    response: ResultsImportView,
  },
  download: {
    method: 'GET',
    path: '/api/v1/results/download',
    summary: 'Every attempt with seed, tier and decision, as CSV or JSON',
    right: 'results.read',
    query: DownloadQuery,
    response: Download,
  },
} as const satisfies Endpoints
