import { z } from 'zod'
import { CursorQuery, Next, Time } from '#lib/contracts/paging.ts'
import { REWARD_PARTS, ROLLOUT_OUTCOMES, ROLLOUT_SPLITS } from '#lib/domain/training.ts'
import { METRICS, TIERS } from '#lib/domain/vocabulary.ts'

const Parts = z.partialRecord(z.enum(REWARD_PARTS), z.number())
/** A name that a trainer gives; no control characters. */
const Name = z
  .string()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}+$/u)
/** Fits an integer column. */
const Count = z.int().min(0).max(2_147_483_647)

/** One attempt of a learner in one environment, as a trainer reports it. */
export const RolloutRecord = z.strictObject({
  /** The trainer's own name of it; a record that is sent again is stored once. */
  id: Name,
  step: Count,
  /** Rollouts of one group share step and environment and are compared with each other. */
  group: Name,
  split: z.enum(ROLLOUT_SPLITS).default('train'),
  /** Slug of the environment, as in the pack. */
  environment: Name,
  /** Content hash of the version; without it the version of the run's pack is taken. */
  contentHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  outcome: z.enum(ROLLOUT_OUTCOMES),
  /** Of a scored rollout; absent: from the score and the version's thresholds. Where both are known they must agree. */
  tier: z.enum(TIERS).optional(),
  score: z.number().nullable().default(null),
  /** Absent: the sum of `parts`, else computed from outcome, tier and `format` by the run's reward table. */
  reward: z.number().optional(),
  /** Share of turns in the asked-for form, 0 to 1. Absent: read off the reward where one is given, else 1. */
  format: z.number().min(0).max(1).optional(),
  /** Must sum to the reward. */
  parts: Parts.optional(),
  tokens: Count.optional(),
  turns: Count.optional(),
  durationMs: Count.optional(),
  /** Source of the program that was run. */
  program: z.string().max(200_000).optional(),
  /** Messages of the conversation. */
  trajectory: z
    .array(z.looseObject({ role: z.string(), content: z.string() }))
    .max(1000)
    .optional(),
  /** What evaluator or program said; its tail is kept. */
  output: z.string().max(100_000).optional(),
})
export type RolloutRecord = z.input<typeof RolloutRecord>
/** Rollouts of one call. */
export const ROLLOUTS_A_CALL = 1000
export const RecordRolloutsInput = z.object({
  runId: z.uuid(),
  rollouts: z.array(RolloutRecord).min(1).max(ROLLOUTS_A_CALL),
})
export const RecordedRollouts = z.object({
  stored: z.int(),
  repeated: z.int(),
  /** Names that are no environment of the run's pack and whose content hash is unknown; kept as they are. */
  unknownEnvironments: z.int(),
})
export type RecordedRollouts = z.infer<typeof RecordedRollouts>

export const RolloutView = z.object({
  id: z.uuid(),
  runId: z.uuid(),
  externalId: z.string(),
  step: z.int(),
  group: z.string(),
  split: z.enum(ROLLOUT_SPLITS),
  environment: z.string(),
  version: z
    .object({ id: z.uuid(), number: z.int(), slug: z.string(), title: z.string(), metric: z.enum(METRICS) })
    .nullable(),
  outcome: z.enum(ROLLOUT_OUTCOMES),
  tier: z.enum(TIERS).nullable(),
  score: z.number().nullable(),
  reward: z.number(),
  parts: Parts,
  tokens: z.int().nullable(),
  turns: z.int().nullable(),
  durationMs: z.int().nullable(),
  createdAt: Time,
})
export type RolloutView = z.infer<typeof RolloutView>

/** Of a run: a range of steps, an environment, a split; newest step first, worst reward first within it. */
export const ListRolloutsQuery = CursorQuery.extend({
  runId: z.uuid(),
  fromStep: z.coerce.number().int().optional(),
  toStep: z.coerce.number().int().optional(),
  environment: z.string().max(200).optional(),
  split: z.enum(ROLLOUT_SPLITS).optional(),
  outcome: z.enum(ROLLOUT_OUTCOMES).optional(),
})
export const RolloutList = z.object({ rollouts: z.array(RolloutView), total: z.int(), next: Next })

/** Environments of the steps around a point, worst mean reward first. */
export const StepEnvironmentsQuery = z.object({
  runId: z.uuid(),
  fromStep: z.coerce.number().int(),
  toStep: z.coerce.number().int(),
})
export const StepEnvironment = z.object({
  environment: z.string(),
  version: RolloutView.shape.version,
  rollouts: z.int(),
  meanReward: z.number(),
  /** How far this environment pulls the mean of the step below the run's mean for it before. */
  pull: z.number(),
  medals: z.int(),
  valid: z.int(),
  worst: RolloutView,
})
export const StepEnvironments = z.object({
  fromStep: z.int(),
  toStep: z.int(),
  meanReward: z.number().nullable(),
  environments: z.array(StepEnvironment),
})
export type StepEnvironments = z.infer<typeof StepEnvironments>
