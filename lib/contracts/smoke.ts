import { z } from 'zod'
import type { Endpoints } from '#lib/contracts/endpoint.ts'
import { CursorQuery, Next, Permission, Time } from '#lib/contracts/paging.ts'
import { ROLLOUT_OUTCOMES, SMOKE_CONTROLS, SMOKE_REWARDS, SMOKE_STATUSES } from '#lib/domain/training.ts'
import { MODALITIES, TIERS } from '#lib/domain/vocabulary.ts'

/** Four environments, eight programs each. */
export const ROLLOUTS_A_STEP = 32

export const StartSmokeInput = z.strictObject({
  packId: z.uuid(),
  reward: z.enum(SMOKE_REWARDS).default('dense'),
  control: z.enum(SMOKE_CONTROLS).default('none'),
  seeds: z.int().min(1).max(5).default(3),
  /** Rollouts a seed. */
  rollouts: z.int().min(ROLLOUTS_A_STEP).max(4096).multipleOf(ROLLOUTS_A_STEP).default(1024),
})
export type StartSmokeInput = z.input<typeof StartSmokeInput>

/** Counts over rollouts; the machine's own faults are in none but `infra`. */
export const SmokeCounts = z.object({
  rollouts: z.int(),
  /** Sum of rewards. */
  reward: z.number(),
  valid: z.int(),
  medals: z.int(),
  timeouts: z.int(),
  infra: z.int(),
})
export type SmokeCounts = z.infer<typeof SmokeCounts>

/** One step of the learner, as it is logged and printed. */
export const SmokeStep = SmokeCounts.extend({
  seed: z.int(),
  step: z.int(),
  groups: z.int(),
  liveGroups: z.int(),
  /** Entropy of the choice of a view, nats, averaged over the pack. */
  viewEntropy: z.number(),
  /** Mean processor time of a program that was run, seconds. */
  programSeconds: z.number(),
  /** Programs that were run; the rest had been run before. */
  executed: z.int(),
  /** Since the seed began. */
  seconds: z.number(),
  environments: z.array(z.string()),
  siblings: SmokeCounts.nullable(),
})
export type SmokeStep = z.infer<typeof SmokeStep>

/** What the policy would write for an environment at the end of a seed, and how it did. */
export const GreedyProgram = z.object({
  environment: z.string(),
  split: z.enum(['train', 'sibling']),
  choices: z.record(z.string(), z.string()),
  source: z.string(),
  outcome: z.enum(ROLLOUT_OUTCOMES),
  tier: z.enum(TIERS).nullable(),
  score: z.number().nullable(),
  output: z.string(),
})
export type GreedyProgram = z.infer<typeof GreedyProgram>

export const SmokeSeed = z.object({
  seed: z.int(),
  trainingRunId: z.uuid(),
  status: z.enum(['running', 'finished']),
  steps: z.array(SmokeStep),
  /** After the last step: programs drawn for every sibling. */
  siblings: SmokeCounts.nullable(),
  /** Environments none of whose groups had any spread. */
  dead: z.array(z.string()),
  greedy: z.array(GreedyProgram),
})
export type SmokeSeed = z.infer<typeof SmokeSeed>

export const SmokeEnvironment = z.object({
  slug: z.string(),
  title: z.string(),
  modality: z.enum(MODALITIES),
  /** Why it has no sibling; null where it has one. */
  withoutSibling: z.string().nullable(),
})
export type SmokeEnvironment = z.infer<typeof SmokeEnvironment>
/** `smoke_run.report`: written after every step, so that it tells how far a lost worker had come. */
export const SmokeReport = z.object({
  v: z.literal(1),
  phase: z.enum(['siblings', 'training', 'done']),
  /** Numbers that the policy learns. */
  parameters: z.int(),
  prepareSeconds: z.number(),
  environments: z.array(SmokeEnvironment),
  seeds: z.array(SmokeSeed),
})
export type SmokeReport = z.infer<typeof SmokeReport>

/** A check of the pack's learnability; `passed` is null while its figure is missing. */
export const SmokeCheck = z.object({
  id: z.string(),
  title: z.string(),
  passed: z.boolean().nullable(),
  value: z.number().nullable(),
  limit: z.number(),
  message: z.string(),
})
export type SmokeCheck = z.infer<typeof SmokeCheck>
export const SmokeCertificate = z.object({
  verdict: z.enum(['passed', 'failed', 'incomplete']),
  checks: z.array(SmokeCheck),
})
export type SmokeCertificate = z.infer<typeof SmokeCertificate>

/** Rates of 256 rollouts after each other. */
export const SmokeSlice = z.object({
  from: z.int(),
  to: z.int(),
  reward: z.number(),
  valid: z.number(),
  medal: z.number(),
  medalAmongValid: z.number().nullable(),
  live: z.number(),
})
export type SmokeSlice = z.infer<typeof SmokeSlice>

export const SmokeRunView = z.object({
  id: z.uuid(),
  slug: z.string(),
  status: z.enum(SMOKE_STATUSES),
  cancelling: z.boolean(),
  pack: z.object({ id: z.uuid(), slug: z.string(), version: z.int(), title: z.string() }),
  reward: z.enum(SMOKE_REWARDS),
  control: z.enum(SMOKE_CONTROLS),
  seeds: z.int(),
  rollouts: z.int(),
  /** Rollouts that are done, over all seeds. */
  done: z.int(),
  /** Medals among valid rollouts: of the last 256 of each seed; of all for the control. */
  medalAmongValid: z.number().nullable(),
  error: z.string().nullable(),
  /** Times that its worker was lost. */
  lost: z.int(),
  createdBy: z.string(),
  createdByName: z.string(),
  createdAt: Time,
  startedAt: Time.nullable(),
  finishedAt: Time.nullable(),
})
export type SmokeRunView = z.infer<typeof SmokeRunView>

export const SmokeRunDetail = SmokeRunView.extend({
  report: SmokeReport.nullable(),
  /** By seed, in the order of the report. */
  slices: z.array(z.array(SmokeSlice)),
  /** Of a dense run on true labels; null for others. */
  certificate: SmokeCertificate.nullable(),
  /** Newest finished runs of the same pack under other conditions. */
  beside: z.array(
    z.object({
      id: z.uuid(),
      reward: z.enum(SMOKE_REWARDS),
      control: z.enum(SMOKE_CONTROLS),
      slices: z.array(z.array(SmokeSlice)),
    }),
  ),
  can: z.object({ cancel: Permission, readPrograms: Permission }),
})
export type SmokeRunDetail = z.infer<typeof SmokeRunDetail>

export const ListSmokeQuery = CursorQuery.extend({ packId: z.uuid().optional() })
export const SmokeRunList = z.object({ smokeRuns: z.array(SmokeRunView), next: Next })
export type SmokeRunList = z.infer<typeof SmokeRunList>
export const SmokeParams = z.object({ id: z.uuid() })

/** Smoke tests of packs. */
export const SMOKE = {
  list: {
    method: 'GET',
    path: '/api/v1/training/smoke',
    summary: 'Smoke tests of packs, newest first',
    right: 'training.read',
    query: ListSmokeQuery,
    response: SmokeRunList,
  },
  start: {
    method: 'POST',
    path: '/api/v1/training/smoke',
    summary: 'Start a smoke test of a ready pack; an equal open one is answered instead',
    right: 'training.smoke',
    body: StartSmokeInput,
    response: SmokeRunView,
    status: 201,
  },
  get: {
    method: 'GET',
    path: '/api/v1/training/smoke/{id}',
    summary: 'A smoke test with its steps, greedy programs and certificate',
    right: 'training.read',
    response: SmokeRunDetail,
  },
  cancel: {
    method: 'POST',
    path: '/api/v1/training/smoke/{id}/cancel',
    summary: 'Cancel a smoke test; a running one ends within a step',
    right: 'training.smoke',
    response: SmokeRunView,
  },
} as const satisfies Endpoints
