import { z } from 'zod'
import { Slug } from '#lib/domain/artefacts/names.ts'
import { LIKENESSES } from '#lib/domain/likeness.ts'
import { ProgramRuntime } from '#lib/domain/runtime.ts'
import { DIRECTIONS, METRICS, MODALITIES, ROLES, TASK_TYPES } from '#lib/domain/vocabulary.ts'

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/**
 * A threshold with an interval on the reward rows, by the paired bootstrap: neighbours whose intervals do not meet are told
 * apart at 95 %. Scores have at most 5 decimals.
 */
export const Threshold = z.strictObject({ value: z.number(), low: z.number(), high: z.number() })
export type Threshold = z.infer<typeof Threshold>

export const Thresholds = z.strictObject({
  median: Threshold,
  bronze: Threshold,
  silver: Threshold,
  gold: Threshold,
})
export type Thresholds = z.infer<typeof Thresholds>

/** Kinds of feedback contracts. */
export const CONTRACT_KINDS = ['none', 'format', 'validation-score', 'held-out-score'] as const

/**
 * What an agent may learn during a rollout, and how many gradings it may ask for: nothing, whether its submission is
 * valid, a rounded score on the feedback rows, or one on the reward rows that decide its tier.
 */
export const FeedbackContract = z.strictObject({
  kind: z.enum(CONTRACT_KINDS),
  gradings: z.int().min(0).max(1000),
  /** What scores are rounded to, in units of the metric; absent in tasks whose statement names a coarser one. */
  step: z.number().positive().optional(),
})
export type FeedbackContract = z.infer<typeof FeedbackContract>

/** Who played a role: the built-in engine at a version, or a model with the hash of its prompt. */
export const RolePlayer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('builtin'), engineVersion: Sha256 }),
  z.strictObject({ kind: z.literal('model'), model: z.string(), promptHash: Sha256 }),
])
export type RolePlayer = z.infer<typeof RolePlayer>

/**
 * What a person changed by hand, by name: at a hold of the run, or in a version saved over another one, then with the
 * reason. A file of a role's that appears here is not the work of its player alone.
 */
export const TaskEdit = z.strictObject({
  by: z.string(),
  files: z.array(z.string()).min(1),
  why: z.string().optional(),
})
export type TaskEdit = z.infer<typeof TaskEdit>

/**
 * `task.json` of the format `sandmle-task/1` (design section 6). No clock, cost, uuid or version number:
 * the same content has the same bytes. Unknown keys are errors.
 */
export const Task = z.strictObject({
  format: z.literal('sandmle-task/1'),
  slug: Slug,
  title: z.string().min(3).max(80),
  domain: z.strictObject({ family: Slug, id: Slug }),
  modality: z.enum(MODALITIES),
  task: z.enum(TASK_TYPES),
  metric: z.enum(METRICS),
  direction: z.enum(DIRECTIONS),
  target: z.string(),
  /** Class labels as they appear in answer.csv, in column order of a probability submission; null for regression. */
  classes: z.array(z.string()).nullable(),
  idColumn: z.string(),
  /** Columns of a submission after the id. */
  submissionColumns: z.array(z.string()).min(1),
  /** Rows of train.csv and test.csv; of the latter those kept for feedback, where there are any. */
  rows: z.strictObject({ train: z.int(), test: z.int(), feedback: z.int().min(1).optional() }),
  thresholds: Thresholds,
  calibration: z.enum(['ladder', 'leaderboard', 'ceiling']),
  feedback: FeedbackContract,
  dna: z.record(z.string(), z.unknown()),
  specSha256: Sha256,
  generatorSeed: z.int().min(0),
  mechanisms: z.array(Slug),
  skills: z.array(z.string()),
  licence: z.strictObject({ data: z.literal('CC-BY-4.0'), code: z.literal('Apache-2.0') }),
  provenance: z.strictObject({
    /** Content hashes of the seeds; no name of a seed enters the task. */
    seeds: z.array(Sha256),
    /** How close its run wished it to its seed; absent in tasks of an older time. */
    likeness: z.enum(LIKENESSES).optional(),
    roles: z.partialRecord(z.enum(ROLES), RolePlayer),
    /** Oldest first; absent where nobody edited anything. */
    edits: z.array(TaskEdit).min(1).optional(),
  }),
  runtimeHash: z.string(),
  /** What runtimeHash is the hash of, and the limits of a program; absent in tasks of an older time. */
  runtime: ProgramRuntime.optional(),
})
export type Task = z.infer<typeof Task>
