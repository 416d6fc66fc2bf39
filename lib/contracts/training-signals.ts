import { z } from 'zod'
import type { Endpoints } from '#lib/contracts/endpoint.ts'
import { Permission, Sha256, Time } from '#lib/contracts/paging.ts'
import { Message, RolloutView, Step } from '#lib/contracts/rollouts.ts'
import { ENVIRONMENT_VERDICTS, PROPOSALS } from '#lib/domain/environment-signal.ts'
import { REWARD_PARTS, REWARD_TABLES, ROLLOUT_SPLITS } from '#lib/domain/training.ts'
import { VERSION_STATUSES } from '#lib/domain/version.ts'
import { TIERS } from '#lib/domain/vocabulary.ts'

const VersionRef = RolloutView.shape.version
const SplitChoice = z.enum([...ROLLOUT_SPLITS, 'all'])

/** Environments of the steps around a point. */
export const StepEnvironmentsQuery = z.object({
  runId: z.uuid(),
  fromStep: Step,
  toStep: Step,
  /** Absent: training rollouts; where the steps have none, the split that has most. */
  split: SplitChoice.optional(),
})
export const StepEnvironment = z.object({
  environment: z.string(),
  version: VersionRef,
  /** Without those that the machine spoilt. */
  rollouts: z.int(),
  infra: z.int(),
  meanReward: z.number(),
  /**
   * Mean of its latest rollouts before these steps; of the run's, where it was not met before; null at the start.
   * `rollouts`: how many that mean is over.
   */
  before: z.object({ of: z.enum(['environment', 'run']), mean: z.number(), rollouts: z.int() }).nullable(),
  /** How far this environment pulls the mean of the steps below what it was before; negative: above. */
  pull: z.number().nullable(),
  medals: z.int(),
  valid: z.int(),
  worst: RolloutView,
})
export type StepEnvironment = z.infer<typeof StepEnvironment>
/** The strongest pull first, then the worst mean reward. */
export const StepEnvironments = z.object({
  fromStep: z.int(),
  toStep: z.int(),
  meanReward: z.number().nullable(),
  /** The split that was looked at. */
  split: SplitChoice,
  /** Splits that have rollouts in these steps, the largest first. */
  splits: z.array(z.object({ split: z.enum(ROLLOUT_SPLITS), rollouts: z.int() })),
  environments: z.array(StepEnvironment),
})
export type StepEnvironments = z.infer<typeof StepEnvironments>

export const RewardPartsQuery = z.object({
  runId: z.uuid(),
  /** Absent: training rollouts; where there are none, the split that has most. */
  split: SplitChoice.optional(),
  environment: z.string().max(200).optional(),
  fromStep: Step.optional(),
  toStep: Step.optional(),
  /** At most so many; steps are put together evenly. */
  buckets: z.coerce.number().int().min(1).max(500).default(120),
})
export const RewardBucket = z.object({
  fromStep: z.int(),
  toStep: z.int(),
  /** Without those that the machine spoilt. */
  rollouts: z.int(),
  meanReward: z.number(),
  /** Mean of each part over the rollouts of these steps; with `undivided` they sum to the mean reward. */
  parts: z.record(z.enum(REWARD_PARTS), z.number()),
  /** Reward that the trainer did not divide into parts. */
  undivided: z.number(),
  medalRate: z.number(),
  validRate: z.number(),
})
export type RewardBucket = z.infer<typeof RewardBucket>
export const RewardPartsView = z.object({
  rewardTable: z.enum(REWARD_TABLES).nullable(),
  /** Whether the means are of rollouts under held-out feedback; they are never mixed with others. */
  feedback: z.enum(['other', 'held-out']),
  /** Rollouts under held-out feedback that are in no mean, as the run has others. */
  leftOut: z.int(),
  /** The split that was looked at. */
  split: SplitChoice,
  /** Steps in one bucket. */
  width: z.int(),
  rollouts: z.int(),
  buckets: z.array(RewardBucket),
})
export type RewardPartsView = z.infer<typeof RewardPartsView>

const Counts = z.int()
/** One environment of a training run: what its log says, and what to do about it. */
export const EnvironmentSignal = z.object({
  environment: z.string(),
  version: VersionRef,
  /** Of the version; null where it is not known here. */
  status: z.enum(VERSION_STATUSES).nullable(),
  /** Seed that the version was made from; null where none is known. */
  seedId: z.uuid().nullable(),
  verdict: z.enum(ENVIRONMENT_VERDICTS),
  reason: z.string(),
  proposal: z.enum(PROPOSALS),
  advice: z.string(),
  rollouts: Counts,
  infra: Counts,
  timeouts: Counts,
  valid: Counts,
  medals: Counts,
  /** Rollouts that were paid for their form at most. */
  formOnly: Counts,
  meanReward: z.number(),
  groups: Counts,
  /** Groups in which every rollout got the same reward, form apart. */
  deadGroups: Counts,
  /** Step from which no group had a spread any more; null while the last group has one. */
  deadSince: z.int().nullable(),
})
export type EnvironmentSignal = z.infer<typeof EnvironmentSignal>
export const TrainingEnvironmentsQuery = z.object({ runId: z.uuid() })
/** Broken ones first, healthy ones last. */
export const TrainingEnvironments = z.object({
  environments: z.array(EnvironmentSignal),
  can: z.object({ retire: Permission, startRun: Permission }),
})
export type TrainingEnvironments = z.infer<typeof TrainingEnvironments>

/** What trainings made of one environment's versions. */
export const EnvironmentTraining = z.object({
  runs: z.array(
    z.object({
      runId: z.uuid(),
      name: z.string(),
      experiment: z.string(),
      /** Number of the version that it met. */
      version: z.int(),
      rollouts: z.int(),
      meanReward: z.number(),
      medalRate: z.number(),
      validRate: z.number(),
      lastStep: z.int(),
      at: Time,
    }),
  ),
})
export type EnvironmentTraining = z.infer<typeof EnvironmentTraining>

/** Rollouts as examples for supervised training. */
export const SftQuery = z.object({
  runId: z.uuid(),
  minReward: z.coerce.number().optional(),
  /** Only rollouts with a score. */
  valid: z.enum(['true', 'false']).default('true'),
  split: z.enum(ROLLOUT_SPLITS).optional(),
})
/** One line of the export. */
export const SftExample = z.object({
  messages: z.array(Message),
  reward: z.number(),
  tier: z.enum(TIERS).nullable(),
  environment: z.string(),
  contentHash: Sha256.nullable(),
})
export type SftExample = z.infer<typeof SftExample>

/** What rollouts say about environments. */
export const SIGNALS = {
  steps: {
    method: 'GET',
    path: '/api/v1/training/{id}/steps',
    summary: 'Environments of a range of steps, the strongest pull on the mean reward first',
    right: 'rollout.read',
    query: StepEnvironmentsQuery.omit({ runId: true }),
    response: StepEnvironments,
  },
  rewards: {
    method: 'GET',
    path: '/api/v1/training/{id}/rewards',
    summary: 'Mean reward by part over the steps of a run, of all environments or of one',
    right: 'rollout.read',
    query: RewardPartsQuery.omit({ runId: true }),
    response: RewardPartsView,
  },
  environments: {
    method: 'GET',
    path: '/api/v1/training/{id}/environments',
    summary: 'Environments of a training run: which are too easy, too hard or broken, and what to do',
    right: 'rollout.read',
    response: TrainingEnvironments,
  },
  sft: {
    method: 'GET',
    path: '/api/v1/training/{id}/sft',
    summary: 'Conversations of a run as JSON lines, filtered by reward and validity',
    right: 'rollout.read-evidence',
    query: SftQuery.omit({ runId: true }),
    response: 'application/x-ndjson',
  },
  ofEnvironment: {
    method: 'GET',
    path: '/api/v1/environments/{id}/training',
    summary: 'Training runs that used an environment',
    right: 'rollout.read',
    response: EnvironmentTraining,
  },
} as const satisfies Endpoints
