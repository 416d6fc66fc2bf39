import { z } from 'zod'
import type { Endpoints } from '#lib/contracts/endpoint.ts'
import { PageQuery, Permission, pageOf, Sha256, Time } from '#lib/contracts/paging.ts'
import { ReviewView } from '#lib/contracts/review-view.ts'
import { RevisionView } from '#lib/contracts/revisions.ts'
import { ManifestFile } from '#lib/domain/artefacts/manifest.ts'
import { CONTRACT_KINDS, Thresholds } from '#lib/domain/artefacts/task.ts'
import { CERTIFICATION_STATUSES, CERTIFICATION_VERDICTS } from '#lib/domain/certification.ts'
import { Fidelity } from '#lib/domain/fidelity/measure.ts'
import { GATE_IDS, GATE_VERDICTS } from '#lib/domain/gates.ts'
import { LIKENESSES } from '#lib/domain/likeness.ts'
import { ProgramLimits } from '#lib/domain/runtime.ts'
import { Prose } from '#lib/domain/text.ts'
import { TRIAL_STATUSES } from '#lib/domain/trial.ts'
import { VERSION_STATUSES } from '#lib/domain/version.ts'
import {
  CERTIFICATE_KINDS,
  DIRECTIONS,
  METRICS,
  MODALITIES,
  TASK_TYPES,
  TIERS,
} from '#lib/domain/vocabulary.ts'

export const ENVIRONMENT_SORTS = ['created', 'title', 'status', 'modality', 'metric', 'domain'] as const

const listOf = <const T extends readonly string[]>(values: T) =>
  z
    .union([z.string(), z.array(z.string())])
    .transform((raw) => (Array.isArray(raw) ? raw : raw.split(',')).filter((value) => value !== ''))
    .pipe(z.array(z.enum(values)).max(20))

/** Filters of the environment list as they appear in the URL; several values are separated by commas. */
export const ListEnvironmentsQuery = PageQuery.extend({
  search: z.string().trim().max(100).optional(),
  status: listOf(VERSION_STATUSES).optional(),
  modality: listOf(MODALITIES).optional(),
  metric: listOf(METRICS).optional(),
  taskType: listOf(TASK_TYPES).optional(),
  domain: z.string().max(63).optional(),
  runId: z.uuid().optional(),
  sort: z.enum(ENVIRONMENT_SORTS).default('created'),
  order: z.enum(['asc', 'desc']).default('desc'),
})
export type ListEnvironmentsQuery = z.infer<typeof ListEnvironmentsQuery>

/** One environment by its newest version. */
export const EnvironmentView = z.object({
  id: z.uuid(),
  slug: z.string(),
  title: z.string(),
  status: z.enum(VERSION_STATUSES),
  version: z.int(),
  versionId: z.uuid(),
  contentHash: Sha256,
  modality: z.enum(MODALITIES),
  taskType: z.enum(TASK_TYPES),
  metric: z.enum(METRICS),
  direction: z.enum(DIRECTIONS),
  /** `family/id` of the domain. */
  domain: z.string(),
  author: z.string(),
  authorName: z.string(),
  /** Who edited it last by hand; the author where nobody did. */
  editor: z.string(),
  editorName: z.string(),
  runId: z.uuid().nullable(),
  createdAt: Time,
  /** Measured figures of the difficulty gate (shares of the gap, live shares); empty before it ran and without the right to the judge view. */
  figures: z.record(z.string(), z.number()),
  /** Passed certificates under the current gate set; `full` includes `quick`. */
  certificate: z.enum([...CERTIFICATE_KINDS, 'none']),
})
export type EnvironmentView = z.infer<typeof EnvironmentView>

const Facet = z.array(z.object({ value: z.string(), count: z.int() }))
export const EnvironmentList = pageOf(EnvironmentView).extend({
  /** Counts over everything that the search matches, before the other filters. */
  facets: z.object({ status: Facet, modality: Facet, metric: Facet, taskType: Facet, domain: Facet }),
})
export type EnvironmentList = z.infer<typeof EnvironmentList>

export const GateCheckView = z.object({
  id: z.string(),
  passed: z.boolean(),
  value: z.number().nullable(),
  limit: z.number().nullable(),
  message: z.string(),
  anchor: z.object({ file: z.string(), line: z.int().nullable(), column: z.string().nullable() }).nullable(),
})

/** One square of the certificate. `not-in-set` is never green; `not-run` has no result yet. */
export const GateView = z.object({
  gate: z.enum(GATE_IDS),
  number: z.int(),
  title: z.string(),
  verdict: z.enum([...GATE_VERDICTS, 'not-in-set', 'not-run']),
  kind: z.enum(CERTIFICATE_KINDS).nullable(),
  checks: z.array(GateCheckView),
  at: Time.nullable(),
})
export type GateView = z.infer<typeof GateView>

export const CertificateView = z.object({
  gateSet: z.int(),
  /** The strongest kind of which every gate passed. */
  passed: z.enum([...CERTIFICATE_KINDS, 'none']),
  gates: z.array(GateView),
})
export type CertificateView = z.infer<typeof CertificateView>

export const FindingView = z.object({
  id: z.uuid(),
  gate: z.string(),
  check: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  file: z.string().nullable(),
  line: z.int().nullable(),
  column: z.string().nullable(),
})
export type FindingView = z.infer<typeof FindingView>

export const TrialView = z.object({
  id: z.uuid(),
  kind: z.string(),
  program: z.string(),
  status: z.enum(TRIAL_STATUSES),
  outcome: z.string().nullable(),
  score: z.number().nullable(),
  tier: z.enum(TIERS).nullable(),
  /** 95 % interval of the score where it was bootstrapped. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Why a submission is not valid, or why a program failed. */
  reason: z.string().nullable(),
  wallMs: z.int().nullable(),
  cpuMs: z.int().nullable(),
  maxRssMB: z.int().nullable(),
  requestedBy: z.string().nullable(),
  createdAt: Time,
  finishedAt: Time.nullable(),
})
export type TrialView = z.infer<typeof TrialView>

/** A certificate that was asked for outside a run. */
export const CertificationView = z.object({
  id: z.uuid(),
  certificate: z.enum(CERTIFICATE_KINDS),
  gateSet: z.int(),
  status: z.enum(CERTIFICATION_STATUSES),
  /** Null until it is finished; `not-comparable` and `judge-error` say nothing about the version. */
  verdict: z.enum(CERTIFICATION_VERDICTS).nullable(),
  /** Executions that were run, and those whose kept evidence was judged again. */
  ran: z.int().nullable(),
  kept: z.int().nullable(),
  /** Why it is not verified. */
  error: z.string().nullable(),
  createdAt: Time,
  finishedAt: Time.nullable(),
})
export type CertificationView = z.infer<typeof CertificationView>

/** `POST .../verify`: runs the gates of the current set again; statuses that people decided stay. */
export const VerifyBody = z.strictObject({ certificate: z.enum(CERTIFICATE_KINDS).default('full') })
export const VerifyInput = VerifyBody.extend({ versionId: z.uuid() })

export const VersionSummary = z.object({
  id: z.uuid(),
  number: z.int(),
  status: z.enum(VERSION_STATUSES),
  contentHash: Sha256,
  authorName: z.string(),
  /** Who edited it last by hand; the author where nobody did. */
  editorName: z.string(),
  /** Why it was saved over the one before; null for a version of a run, and in the agent view. */
  reason: z.string().nullable(),
  createdAt: Time,
})

export const EnvironmentDetail = z.object({
  environment: z.object({ id: z.uuid(), slug: z.string(), title: z.string(), createdAt: Time }),
  version: EnvironmentView.omit({ id: true, slug: true, title: true }).extend({
    id: z.uuid(),
    number: z.int(),
    title: z.string(),
    runtimeHash: z.string(),
    /** What runtimeHash is the hash of; null where nobody recorded it. */
    runtime: z.string().nullable(),
    /** What one program may use; null in tasks of an older time. */
    program: ProgramLimits.nullable(),
    engineVersion: z.string(),
    submittedAt: Time.nullable(),
  }),
  versions: z.array(VersionSummary),
  /** Which view the caller got: judge includes everything. */
  view: z.enum(['agent', 'judge']),
  /** `task.json`; without mechanisms, DNA, generator and provenance in the agent view. */
  task: z.record(z.string(), z.unknown()),
  thresholds: Thresholds,
  /** What an agent is told while it works; `step` in units of the metric. */
  feedback: z.object({
    kind: z.enum(CONTRACT_KINDS),
    gradings: z.int(),
    rewardRows: z.int(),
    feedbackRows: z.int(),
    step: z.number(),
  }),
  description: z.string(),
  files: z.array(ManifestFile),
  certificate: CertificateView,
  findings: z.array(FindingView),
  /** Executions; `program` is the rung (`s4`) or the path of the solution. Empty in the agent view. */
  trials: z.array(TrialView),
  /** Null while the reader's own review is still open (blind review) and in the agent view. */
  reviews: z.array(ReviewView).nullable(),
  parentNumber: z.int().nullable(),
  /** Its seeds, and their structure beside its own, field by field; null where that is unknown, and in the agent view. */
  lineage: z
    .object({
      seeds: z.array(z.object({ slug: z.string(), title: z.string() })),
      kept: z.array(
        z.object({ field: z.string(), seed: z.string(), task: z.string(), kept: z.boolean().nullable() }),
      ),
      /** How close its run wished it to be; null in tasks of an older time. */
      likeness: z.enum(LIKENESSES).nullable(),
      /** As the gate of that name measured it; null where it did not, or the seed was read before it could. */
      fidelity: Fidelity.nullable(),
    })
    .nullable(),
  approval: z
    .object({
      contentHash: Sha256,
      gateSet: z.int(),
      reviewers: z.array(z.string()),
      at: Time,
      stale: z.boolean(),
    })
    .nullable(),
  packs: z.array(z.object({ id: z.uuid(), slug: z.string(), version: z.int(), status: z.string() })),
  /** The last certificate that was asked for outside a run; null before one was, and in the agent view. */
  certification: CertificationView.nullable(),
  /** The last request to save a version over this one; null before there is one, and in the agent view. */
  revision: RevisionView.nullable(),
  can: z.object({
    verify: Permission,
    submitForReview: Permission,
    revise: Permission,
    review: Permission,
    score: Permission,
    viewJudge: Permission,
  }),
})
export type EnvironmentDetail = z.infer<typeof EnvironmentDetail>

/** `id` is the uuid or the slug; `n` a version number or `latest`. */
export const EnvironmentParams = z.object({ id: z.string().max(80) })
export const VersionParams = EnvironmentParams.extend({
  n: z.union([z.literal('latest'), z.coerce.number().int().min(1).max(2_147_483_647)]),
})

export const TableQuery = PageQuery.extend({
  file: z.string().max(200),
  sort: z.string().max(100).optional(),
  order: z.enum(['asc', 'desc']).default('asc'),
  search: z.string().max(100).optional(),
})
export type TableQuery = z.infer<typeof TableQuery>

/** Exact facts of one column over the whole file, not over the page. */
export const ColumnView = z.object({
  name: z.string(),
  kind: z.enum(['numeric', 'text', 'date', 'empty']),
  missing: z.int(),
  distinct: z.int(),
  min: z.union([z.number(), z.string()]).nullable(),
  max: z.union([z.number(), z.string()]).nullable(),
  mean: z.number().nullable(),
  median: z.number().nullable(),
  /** Numeric and date: equal bins over [min, max]. Text: the most frequent values, then `others`. */
  histogram: z.array(
    z.object({ label: z.string(), from: z.number().nullable(), to: z.number().nullable(), count: z.int() }),
  ),
  others: z.int(),
})
export type ColumnView = z.infer<typeof ColumnView>
export const TableView = z.object({
  file: z.string(),
  columns: z.array(ColumnView),
  /** Cells as they appear in the file; `line` is the line number there (header = 1). */
  rows: z.array(z.object({ line: z.int(), cells: z.array(z.string()) })),
  /** Rows that the search matches, and all rows of the file. */
  total: z.int(),
  rowCount: z.int(),
  page: z.int(),
  pageSize: z.int(),
})
export type TableView = z.infer<typeof TableView>

/** Reading one file: text inline up to 1 MiB; `language` for the editor. */
export const FileView = z.object({
  path: z.string(),
  view: z.enum(['agent', 'judge', 'meta']),
  bytes: z.int(),
  sha256: Sha256,
  language: z.enum(['python', 'csv', 'json', 'markdown', 'text', 'binary']),
  text: z.string().nullable(),
  truncated: z.boolean(),
})
export type FileView = z.infer<typeof FileView>

export const SubmitForReviewInput = z.strictObject({ versionId: z.uuid() })
export const SubmittedForReview = z.object({ versionId: z.uuid(), status: z.enum(VERSION_STATUSES) })

/** `POST .../retire`: why an approved version goes out of use. */
export const RetireVersionInput = z.object({ reason: Prose.trim().min(3).max(500) })
export const RetiredVersion = z.object({ versionId: z.uuid(), status: z.enum(VERSION_STATUSES) })

/** Environments. */
export const ENVIRONMENTS = {
  list: {
    method: 'GET',
    path: '/api/v1/environments',
    summary: 'Environments, filtered, sorted and paged',
    right: 'environment.read',
    query: ListEnvironmentsQuery,
    response: EnvironmentList,
  },
  get: {
    method: 'GET',
    path: '/api/v1/environments/{id}',
    summary: 'The newest version of an environment',
    right: 'environment.read',
    response: EnvironmentDetail,
  },
} as const satisfies Endpoints

/** Versions of environments. */
export const VERSIONS = {
  get: {
    method: 'GET',
    path: '/api/v1/environments/{id}/versions/{n}',
    summary: 'One version of an environment',
    right: 'environment.read',
    response: EnvironmentDetail,
  },
  file: {
    method: 'GET',
    path: '/api/v1/environments/{id}/versions/{n}/files/{+path}',
    summary: "Bytes of one file of the caller's view",
    right: 'environment.read',
    response: 'application/octet-stream',
  },
  table: {
    method: 'GET',
    path: '/api/v1/environments/{id}/versions/{n}/table',
    summary: 'Rows of a CSV file and facts of its columns',
    right: 'environment.read',
    query: TableQuery,
    response: TableView,
  },
  submit: {
    method: 'POST',
    path: '/api/v1/environments/{id}/versions/{n}/submit',
    summary: 'Submit a verified version for review',
    right: 'environment.submit',
    response: SubmittedForReview,
  },
  certificate: {
    method: 'GET',
    path: '/api/v1/environments/{id}/versions/{n}/verify',
    summary: 'The last certificate that was asked for outside a run',
    right: 'environment.read-judge',
    response: CertificationView,
  },
  verify: {
    method: 'POST',
    path: '/api/v1/environments/{id}/versions/{n}/verify',
    summary: 'Run a certificate of the current gate set again',
    right: 'environment.verify',
    body: VerifyBody,
    response: CertificationView,
    status: 202,
  },
  retire: {
    method: 'POST',
    path: '/api/v1/environments/{id}/versions/{n}/retire',
    summary: 'Take an approved version out of the catalogue, for a reason',
    right: 'environment.retire',
    body: RetireVersionInput,
    response: RetiredVersion,
  },
} as const satisfies Endpoints
