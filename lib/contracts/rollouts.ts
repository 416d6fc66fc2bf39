import { z } from 'zod'
import type { Endpoints } from '#lib/contracts/endpoint.ts'
import { CursorQuery, Next, Permission, Sha256, Time } from '#lib/contracts/paging.ts'
import { CONTRACT_KINDS } from '#lib/domain/artefacts/task.ts'
import { Line, Output, storableJson } from '#lib/domain/text.ts'
import { REWARD_PARTS, REWARD_TABLES, ROLLOUT_OUTCOMES, ROLLOUT_SPLITS } from '#lib/domain/training.ts'
import { VERSION_STATUSES } from '#lib/domain/version.ts'
import { CERTIFICATE_KINDS, METRICS, TIERS } from '#lib/domain/vocabulary.ts'

const Parts = z.partialRecord(z.enum(REWARD_PARTS), z.number())
/** A name that a trainer gives. */
const Name = Line.min(1).max(200)
/** Fits an integer column. */
const Count = z.int().min(0).max(2_147_483_647)

/**
 * What a turn says, as endpoints of chat completions write it: a text, parts, null or nothing where the turn calls
 * tools.
 */
const Content = z.union([z.string(), z.null(), z.array(z.looseObject({}))]).optional()
export const Message = z.looseObject({ role: z.string(), content: Content })
export type Message = z.infer<typeof Message>

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
  program: Output.pipe(z.string().max(200_000)).optional(),
  /** Messages of the conversation. */
  trajectory: z
    .array(Message.transform((message) => Message.parse(storableJson(message))))
    .max(1000)
    .optional(),
  /** What evaluator or program said; its tail is kept. */
  output: Output.pipe(z.string().max(100_000)).optional(),
})
export type RolloutRecord = z.input<typeof RolloutRecord>
/** Rollouts of one call. */
export const ROLLOUTS_A_CALL = 1000
export const RecordRolloutsInput = z.object({
  runId: z.uuid(),
  rollouts: z.array(RolloutRecord).min(1).max(ROLLOUTS_A_CALL),
})
/** A record of a call that was not stored. */
export const RefusedRollout = z.object({
  /** Its place in the call, from 0. */
  at: z.int(),
  /** The trainer's own name of it; null where it has none. */
  id: z.string().nullable(),
  /** What is wrong with it. */
  message: z.string(),
})
export type RefusedRollout = z.infer<typeof RefusedRollout>
export const RecordedRollouts = z.object({
  stored: z.int(),
  repeated: z.int(),
  /** Records that cannot be read or contradict themselves; the others are stored. */
  refused: z.array(RefusedRollout),
  /** Names that are not environments of the run's pack and whose content hash is unknown; kept as they are. */
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
    .object({
      id: z.uuid(),
      number: z.int(),
      slug: z.string(),
      title: z.string(),
      metric: z.enum(METRICS),
      /** What agents are told while they work in it. */
      feedback: z.enum(CONTRACT_KINDS),
    })
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

export const Step = z.coerce.number().int()

/** Of a run: a range of steps, an environment, a split; newest step first, worst reward first within it. */
export const ListRolloutsQuery = CursorQuery.extend({
  runId: z.uuid(),
  fromStep: Step.optional(),
  toStep: Step.optional(),
  environment: z.string().max(200).optional(),
  split: z.enum(ROLLOUT_SPLITS).optional(),
  outcome: z.enum(ROLLOUT_OUTCOMES).optional(),
  tier: z.enum(TIERS).optional(),
})
const Facet = z.array(z.object({ value: z.string(), count: z.int() }))
const RunRef = z.object({ id: z.uuid(), name: z.string(), rewardTable: z.enum(REWARD_TABLES).nullable() })
export const RolloutList = z.object({
  run: RunRef,
  rollouts: z.array(RolloutView),
  total: z.int(),
  next: Next,
  /** Counts over the whole run, whatever the filters. */
  facets: z.object({ environment: Facet, split: Facet, outcome: Facet, tier: Facet }),
})
export type RolloutList = z.infer<typeof RolloutList>

/** From a rollout to the people: its version, what certified it, and who approved it. */
export const RolloutTrail = z.object({
  contentHash: Sha256,
  status: z.enum(VERSION_STATUSES),
  certificate: z.enum([...CERTIFICATE_KINDS, 'none']),
  gateSet: z.int(),
  approval: z.object({ reviewers: z.array(z.string()), at: Time, stale: z.boolean() }).nullable(),
})
export const RolloutDetail = RolloutView.extend({
  run: RunRef,
  /** Null where the version is not known here. */
  trail: RolloutTrail.nullable(),
  /** Whether the caller may read program, output and messages. */
  evidence: Permission,
})
export type RolloutDetail = z.infer<typeof RolloutDetail>

/** What the learner wrote and what it was told; null where the trainer sent none. */
export const RolloutEvidence = z.object({
  program: z.string().nullable(),
  output: z.string().nullable(),
  trajectory: z.array(Message).nullable(),
})
export type RolloutEvidence = z.infer<typeof RolloutEvidence>

/** Rollouts of training runs. */
export const ROLLOUTS = {
  list: {
    method: 'GET',
    path: '/api/v1/training/{id}/rollouts',
    summary: 'Rollouts of a training run, newest step first, worst reward first within it',
    right: 'rollout.read',
    query: ListRolloutsQuery.omit({ runId: true }),
    response: RolloutList,
  },
  record: {
    method: 'POST',
    path: '/api/v1/training/{id}/rollouts',
    summary:
      'Record rollouts of a training run; a repeated id is stored once, a record that is wrong is named and its neighbours are stored; 422 where none is right',
    right: 'training.log',
    body: RecordRolloutsInput.omit({ runId: true }),
    /** A thousand rollouts with their programs, or some hundred conversations; more comes in several calls. */
    limit: { bytes: 16 * 2 ** 20, values: 200_000 },
    response: RecordedRollouts,
    status: 201,
  },
  get: {
    method: 'GET',
    path: '/api/v1/training/rollouts/{rolloutId}',
    summary: 'One rollout with certificate and reviewers of its version',
    right: 'rollout.read',
    response: RolloutDetail,
  },
  evidence: {
    method: 'GET',
    path: '/api/v1/training/rollouts/{rolloutId}/evidence',
    summary: 'Program, output and conversation of a rollout',
    right: 'rollout.read-evidence',
    response: RolloutEvidence,
  },
} as const satisfies Endpoints
