import { z } from 'zod'
import type { Endpoints } from '#lib/contracts/endpoint.ts'
import { CursorQuery, Next, Permission, Time } from '#lib/contracts/paging.ts'
import { RunControls } from '#lib/domain/controls.ts'
import { LIKENESSES } from '#lib/domain/likeness.ts'
import { Player, RunReviewer } from '#lib/domain/player.ts'
import { NamedPrompts, PromptCatalogue } from '#lib/domain/prompt-catalogue.ts'
import {
  CANDIDATE_PHASES,
  CANDIDATE_STATUSES,
  EVENT_LEVELS,
  MOST_CANDIDATES,
  RUN_STATUSES,
  RunRequest,
} from '#lib/domain/run.ts'
import { Line } from '#lib/domain/text.ts'
import { CERTIFICATE_KINDS, ROLES } from '#lib/domain/vocabulary.ts'

/** A million dollars: a larger cap is a typing error. */
const MAX_CAP = 1_000_000_000_000

const NamedPlayers = z.partialRecord(z.enum(ROLES), Player)

const StartRunFields = z.strictObject({
  name: Line.trim().min(1).max(80).optional(),
  /** Ids or slugs; empty means every seed in the library. */
  seeds: z.array(Line.max(80)).max(200).default([]),
  /** How many the run tries, dealt over the seeds in turn. */
  candidates: z.int().min(1).max(MOST_CANDIDATES).optional(),
  /** The same said by seed: so many of each. One of the two is given. */
  perSeed: z.int().min(1).max(MOST_CANDIDATES).optional(),
  certificate: z.enum(CERTIFICATE_KINDS).default('full'),
  runSeed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .optional(),
  /** How close the candidates stay to their seeds. */
  likeness: z.enum(LIKENESSES).default('varied'),
  /** What else they may be: difficulty, domains, modalities, mechanisms, rows. What is not said stays with the seed. */
  controls: RunControls.default({}),
  submitForReview: z.boolean().default(false),
  /** Who plays a role; a role that is not named is played by the built-in engine. */
  players: NamedPlayers.default({}),
  /** Versions of the prompts of roles that a model plays; the newest for those that are not named. */
  prompts: NamedPrompts.default({}),
  /** A model that reads every verified version for its reviewers, under a cap of its own. */
  reviewer: RunReviewer.nullable().default(null),
  /** Hard cap of what the models may cost, in millionths of a US dollar; needed as soon as one plays. */
  capMicroUsd: z.int().positive().max(MAX_CAP).nullable().default(null),
  /** The role after whose first output each candidate waits for a person. */
  holdAfter: z.enum(ROLES).nullable().default(null),
  /** Two calls with one key start one run. */
  idempotencyKey: Line.min(8).max(100),
})
export const StartRunInput = StartRunFields.refine(
  ({ candidates, perSeed }) => (candidates === undefined) !== (perSeed === undefined),
  { path: ['candidates'], message: 'Say either how many candidates in all, or how many for each seed.' },
)
export type StartRunInput = z.input<typeof StartRunInput>

/** Another role assignment or other prompts over the seeds, the run seed and the plan of a finished run. */
export const BranchRunInput = z.strictObject({
  id: z.uuid(),
  ...StartRunFields.pick({
    name: true,
    certificate: true,
    submitForReview: true,
    players: true,
    prompts: true,
    reviewer: true,
    capMicroUsd: true,
    holdAfter: true,
    idempotencyKey: true,
  }).shape,
})
export type BranchRunInput = z.input<typeof BranchRunInput>
export const BranchRunBody = BranchRunInput.omit({ id: true })

export const PromptList = z.object({ prompts: PromptCatalogue })

export const Funnel = z.record(z.enum(CANDIDATE_STATUSES), z.int())

/** What the models of a run came to, in millionths of a US dollar. Reserved: held for requests under way. */
export const RunCost = z.object({
  spentMicroUsd: z.int(),
  reservedMicroUsd: z.int(),
  /** Null where no model plays. */
  capMicroUsd: z.int().nullable(),
  inputTokens: z.int(),
  outputTokens: z.int(),
  /** Requests to providers; answers that were known already are none. */
  exchanges: z.int(),
})
export type RunCost = z.infer<typeof RunCost>

export const RunView = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  status: z.enum(RUN_STATUSES),
  cancelling: z.boolean(),
  candidates: z.int(),
  /** Outcome counts; they add up to `candidates`. */
  funnel: Funnel,
  certificate: z.enum(CERTIFICATE_KINDS),
  /** The run that it branched from. */
  parentId: z.uuid().nullable(),
  cost: RunCost,
  createdBy: z.string(),
  createdByName: z.string(),
  createdAt: Time,
  startedAt: Time.nullable(),
  finishedAt: Time.nullable(),
})
export type RunView = z.infer<typeof RunView>

/** One candidate of a run: the row of a lane. */
export const CandidateView = z.object({
  id: z.uuid(),
  ordinal: z.int(),
  status: z.enum(CANDIDATE_STATUSES),
  phase: z.enum(CANDIDATE_PHASES),
  attempt: z.int(),
  repairs: z.int(),
  reasonCode: z.string().nullable(),
  reason: z.string().nullable(),
  duplicateOf: z.uuid().nullable(),
  seed: z.object({ id: z.uuid(), slug: z.string(), title: z.string() }),
  /** Gates of the candidate's version under the current set; empty before there is one. */
  gates: z.array(z.object({ gate: z.string(), verdict: z.string() })),
  environment: z.object({ id: z.uuid(), slug: z.string(), title: z.string(), version: z.int() }).nullable(),
  startedAt: Time.nullable(),
  finishedAt: Time.nullable(),
  /** Spent on its models so far, answers that led to no step included. */
  costMicroUsd: z.int(),
  /** After a person let it continue: the steps that were taken over and those that ran since; null before. */
  steered: z.object({ reused: z.int(), rerun: z.int() }).nullable(),
  steps: z.array(
    z.object({
      role: z.string(),
      repair: z.int(),
      player: z.string(),
      status: z.string(),
      error: z.string().nullable(),
      durationMs: z.int(),
      /** Who last changed the output by hand. */
      editedBy: z.string().nullable(),
      tokens: z.int(),
      costMicroUsd: z.int(),
      /** Taken over from the run branched from, where it was paid for. */
      reused: z.boolean(),
    }),
  ),
})
export type CandidateView = z.infer<typeof CandidateView>

export const RunDetail = RunView.extend({
  request: RunRequest,
  lanes: z.array(CandidateView),
  parent: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  branches: z.array(z.object({ id: z.uuid(), name: z.string() })),
  /** What outputs taken over from the run branched from had cost there. */
  reusedMicroUsd: z.int(),
  /** Mean fidelity of the run's environments to their seeds; null where none was measured, and in the agent view. */
  fidelity: z.object({ mean: z.number(), environments: z.int() }).nullable(),
  /** Reasons of the candidates that were not verified, most frequent first. */
  reasons: z.array(z.object({ status: z.enum(CANDIDATE_STATUSES), code: z.string(), count: z.int() })),
  /** Median and 90th percentile of the remaining time, after five finished candidates; null before. */
  eta: z.object({ p50Ms: z.int(), p90Ms: z.int(), basedOn: z.int() }).nullable(),
  /** Cursor of the newest event in this snapshot: the live stream continues from here. */
  cursor: z.string(),
  can: z.object({ cancel: Permission, retryFailed: Permission, resume: Permission, branch: Permission }),
})
export type RunDetail = z.infer<typeof RunDetail>

export const RunEvent = z.object({
  /** Cursor. */
  id: z.string(),
  candidateId: z.uuid().nullable(),
  /** Lane of the candidate. */
  ordinal: z.int().nullable(),
  type: z.string(),
  level: z.enum(EVENT_LEVELS),
  message: z.string(),
  data: z.record(z.string(), z.unknown()),
  at: Time,
})
export type RunEvent = z.infer<typeof RunEvent>

/** Frames of `GET /api/v1/runs/{id}/events`: events, and `status` whenever the run or its funnel moved. */
export const RunFrame = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('event'), event: RunEvent }),
  z.object({
    kind: z.literal('status'),
    status: z.enum(RUN_STATUSES),
    funnel: Funnel,
    terminal: z.boolean(),
  }),
])
export type RunFrame = z.infer<typeof RunFrame>

export const ListRunsQuery = CursorQuery.extend({ status: z.enum(RUN_STATUSES).optional() })
export const RunList = z.object({ runs: z.array(RunView), next: Next })
export type RunList = z.infer<typeof RunList>
export const RunParams = z.object({ id: z.uuid() })
export const RunEventsQuery = z.object({
  after: z
    .string()
    .regex(/^\d{1,18}$/)
    .default('0'),
})
/** `POST .../retry`: how many candidates went back into the queue. */
export const Retried = z.object({ runId: z.uuid(), requeued: z.int() })

/** `players` is in the URL as the JSON that starting a run takes. */
export const ForecastQuery = z.object({
  candidates: z.coerce.number().int().min(1).max(500).default(1),
  players: z
    .string()
    .max(8000)
    .default('{}')
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text)
      } catch {
        context.addIssue({ code: 'custom', message: 'is not JSON' })
        return z.NEVER
      }
    })
    .pipe(NamedPlayers),
})
const Band = z.object({ p50: z.number(), p90: z.number() })
const Use = z.object({ costMicroUsd: Band, tokens: Band, minutes: Band })
/** What a run will use, from finished candidates of the same role assignment; too few are said to be. */
export const RunForecast = z.object({
  estimate: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('history'), basedOn: z.int(), perCandidate: Use, run: Use }),
    z.object({ kind: z.literal('no-history'), found: z.int(), needed: z.int() }),
  ]),
  /** What every answer that a candidate may ever need would cost at its full length; the questions come on top. */
  mostPerCandidate: z.object({ answers: z.int(), outputTokens: z.int(), outputMicroUsd: z.int() }),
})
export type RunForecast = z.infer<typeof RunForecast>

/** Runs. */
export const RUNS = {
  list: {
    method: 'GET',
    path: '/api/v1/runs',
    summary: 'Runs, newest first',
    right: 'run.read',
    query: ListRunsQuery,
    response: RunList,
  },
  start: {
    method: 'POST',
    path: '/api/v1/runs',
    summary: 'Start a run; one idempotency key starts one run',
    right: 'run.start',
    body: StartRunInput,
    response: RunView,
    status: 201,
  },
  get: {
    method: 'GET',
    path: '/api/v1/runs/{id}',
    summary: 'A run with funnel and lanes',
    right: 'run.read',
    response: RunDetail,
  },
  cancel: {
    method: 'POST',
    path: '/api/v1/runs/{id}/cancel',
    summary: 'Cancel a run; results stay',
    right: 'run.cancel',
    response: RunView,
  },
  branch: {
    method: 'POST',
    path: '/api/v1/runs/{id}/branch',
    summary: 'Run again over the same seeds, run seed and plan with other players or prompts',
    right: 'run.start',
    body: BranchRunBody,
    response: RunView,
    status: 201,
  },
  prompts: {
    method: 'GET',
    path: '/api/v1/runs/prompts',
    summary: 'Versions of the prompts that a model can play a role with, the newest first',
    right: 'run.start',
    response: PromptList,
  },
  retry: {
    method: 'POST',
    path: '/api/v1/runs/{id}/retry',
    summary: 'Queue again what ended with an error',
    right: 'run.retry',
    response: Retried,
  },
  events: {
    method: 'GET',
    path: '/api/v1/runs/{id}/events',
    summary: 'Live events from a cursor (server-sent)',
    right: 'run.read',
    query: RunEventsQuery,
    response: 'text/event-stream',
  },
  log: {
    method: 'GET',
    path: '/api/v1/runs/{id}/log',
    summary: 'Events from a cursor',
    right: 'run.read',
    query: RunEventsQuery,
    response: z.object({ events: z.array(RunEvent), cursor: z.string() }),
  },
  forecast: {
    method: 'GET',
    path: '/api/v1/runs/forecast',
    summary: 'Cost, tokens and minutes of a run before it is started',
    right: 'run.start',
    query: ForecastQuery,
    response: RunForecast,
  },
} as const satisfies Endpoints
