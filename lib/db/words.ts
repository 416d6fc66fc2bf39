import type { Prisma } from '#lib/db/generated/client.ts'
import { CONTRACT_KINDS } from '#lib/domain/artefacts/task.ts'
import {
  CERTIFICATION_STATUSES,
  CERTIFICATION_VERDICTS,
  CERTIFIED_STATUSES,
} from '#lib/domain/certification.ts'
import { CONNECTION_CHECKS, EXCHANGE_STATUSES } from '#lib/domain/exchange.ts'
import { PARTS } from '#lib/domain/feedback.ts'
import { GATE_VERDICTS } from '#lib/domain/gates.ts'
import { JUDGEMENTS, MODEL_REVIEW_STATUSES } from '#lib/domain/model-review.ts'
import { NOTICE_KINDS } from '#lib/domain/notice.ts'
import { PROVIDER_KINDS, STRUCTURED_OUTPUTS } from '#lib/domain/ports/language-model.ts'
import { SANDBOX_STATUSES } from '#lib/domain/ports/sandbox.ts'
import { ADJUDICATIONS, BENCHMARKS, FEEDBACK_KINDS, METHODS } from '#lib/domain/results.ts'
import { REVIEW_CRITERIA, REVIEW_VERDICTS } from '#lib/domain/review-policy.ts'
import { REVISION_STATUSES } from '#lib/domain/revision.ts'
import { CANDIDATE_PHASES, CANDIDATE_STATUSES, EVENT_LEVELS, RUN_STATUSES } from '#lib/domain/run.ts'
import {
  IMPORT_STATUSES,
  IMPORT_TARGETS,
  MODEL_STATUSES,
  REWARD_TABLES,
  ROLLOUT_OUTCOMES,
  ROLLOUT_SPLITS,
  SAVED_VIEW_PAGES,
  SMOKE_CONTROLS,
  SMOKE_REWARDS,
  SMOKE_STATUSES,
  TRAINING_SOURCES,
  TRAINING_STATUSES,
} from '#lib/domain/training.ts'
import { TRIAL_STATUSES } from '#lib/domain/trial.ts'
import {
  ADVISORY_SEVERITIES,
  PACK_LAYOUTS,
  PACK_STATUSES,
  SPLITS,
  VERSION_STATUSES,
} from '#lib/domain/version.ts'
import {
  CERTIFICATE_KINDS,
  DIRECTIONS,
  MODALITIES,
  MODEL_ROLES,
  ROLES,
  TASK_TYPES,
  TIERS,
  TOKEN_SCOPES,
  USER_ROLES,
} from '#lib/domain/vocabulary.ts'

/**
 * The closed lists of the database, by model and column. `scripts/setup/closed-lists.mjs` writes each as a CHECK
 * constraint after every migration, and `AS_TYPED` below holds the types of rows to it.
 */
export const WORDS = {
  User: { role: USER_ROLES },
  Invite: { role: USER_ROLES, kind: ['owner', 'member'] },
  ApiToken: { scope: TOKEN_SCOPES },
  Audit: { actorKind: ['user', 'token', 'system'] },
  Notice: { kind: NOTICE_KINDS },
  SavedView: { page: SAVED_VIEW_PAGES },
  SeedUpload: { status: IMPORT_STATUSES },
  Seed: { modality: MODALITIES, direction: DIRECTIONS },
  Run: { status: RUN_STATUSES },
  Candidate: { status: CANDIDATE_STATUSES, phase: CANDIDATE_PHASES },
  Step: { role: ROLES, status: ['succeeded', 'failed'] },
  ArtefactEdit: { role: ROLES },
  ArtefactCheck: { role: ROLES, status: ['queued', 'finished'] },
  Event: { level: EVENT_LEVELS },
  Connection: { kind: PROVIDER_KINDS, structuredOutput: STRUCTURED_OUTPUTS, checkStatus: CONNECTION_CHECKS },
  Exchange: { role: MODEL_ROLES, status: EXCHANGE_STATUSES },
  Version: {
    status: VERSION_STATUSES,
    modality: MODALITIES,
    taskType: TASK_TYPES,
    direction: DIRECTIONS,
  },
  Trial: {
    status: TRIAL_STATUSES,
    outcome: SANDBOX_STATUSES,
    tier: TIERS,
    contract: CONTRACT_KINDS,
    part: PARTS,
  },
  Certification: {
    kind: CERTIFICATE_KINDS,
    status: CERTIFICATION_STATUSES,
    verdict: CERTIFICATION_VERDICTS,
    heldStatus: CERTIFIED_STATUSES,
  },
  Revision: { status: REVISION_STATUSES },
  GateResult: { verdict: GATE_VERDICTS, kind: CERTIFICATE_KINDS },
  Finding: { severity: ['error', 'warning', 'info'] },
  Review: { verdict: REVIEW_VERDICTS },
  ModelReview: { status: MODEL_REVIEW_STATUSES },
  ModelFinding: { criterion: REVIEW_CRITERIA },
  FindingJudgement: { verdict: JUDGEMENTS },
  Pack: { layout: PACK_LAYOUTS, status: PACK_STATUSES },
  PackEntry: { split: SPLITS },
  Advisory: { severity: ADVISORY_SEVERITIES },
  TrainingRun: { source: TRAINING_SOURCES, status: TRAINING_STATUSES, rewardTable: REWARD_TABLES },
  LoggedModel: { status: MODEL_STATUSES },
  MetricSeries: { lastNonFinite: ['NaN', 'Infinity', '-Infinity'] },
  Rollout: { split: ROLLOUT_SPLITS, outcome: ROLLOUT_OUTCOMES, tier: TIERS },
  SmokeRun: { reward: SMOKE_REWARDS, control: SMOKE_CONTROLS, status: SMOKE_STATUSES },
  ImportUpload: { target: IMPORT_TARGETS, status: IMPORT_STATUSES },
  BenchmarkSystem: { benchmark: BENCHMARKS, method: METHODS, feedback: FEEDBACK_KINDS },
  BenchmarkResult: { tier: TIERS },
  Adjudication: { decision: ADJUDICATIONS },
} as const

const snake = (name: string): string =>
  name.replace(/[A-Z]/g, (letter, at) => `${at === 0 ? '' : '_'}${letter.toLowerCase()}`)

/** A column of a table and the words that it may hold. */
export type ClosedList = { table: string; column: string; words: readonly string[] }
export const CLOSED_LISTS: readonly ClosedList[] = Object.entries(WORDS).flatMap(([model, columns]) =>
  Object.entries(columns).map(([column, words]) => ({ table: snake(model), column, words })),
)

type Models = typeof WORDS
type Word<M extends keyof Models, C extends keyof Models[M]> = Models[M][C] extends readonly (infer W)[]
  ? W
  : never
type Held<M extends keyof Models, C> = C extends keyof Prisma.TypeMap['model'][M]['payload']['scalars']
  ? NonNullable<Prisma.TypeMap['model'][M]['payload']['scalars'][C]>
  : never
/** `Model.column` of each list whose rows are typed otherwise, or as any text. */
type Untyped = {
  [M in keyof Models]: {
    [C in keyof Models[M] & string]: [Word<M, C>, Held<M, C>] extends [Held<M, C>, Word<M, C>]
      ? never
      : `${M}.${C}`
  }[keyof Models[M] & string]
}[keyof Models]
/** Never read: it stands or falls with the compiler. @public */
export const AS_TYPED: [Untyped] extends [never] ? true : Untyped = true
