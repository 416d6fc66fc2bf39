import { z } from 'zod'
import type { Endpoints } from '#lib/contracts/endpoint.ts'
import { CursorQuery, Next, Time } from '#lib/contracts/paging.ts'
import { Funnel } from '#lib/contracts/runs.ts'
import { CANDIDATE_STATUSES } from '#lib/domain/run.ts'
import { VERSION_STATUSES } from '#lib/domain/version.ts'

/** Runs of one page of a seed's lineage. */
export const LINEAGE_RUNS = 20
/** Candidates of one outcome that are told one by one; the others are counted. */
export const LINEAGE_EACH = 20

export const LineageQuery = z.object({
  after: CursorQuery.shape.after,
  limit: z.coerce.number().int().min(1).max(100).default(LINEAGE_RUNS),
  each: z.coerce.number().int().min(0).max(500).default(LINEAGE_EACH),
})

/** What candidates came to: model calls in millionths of a US dollar, and the time that their steps and certificates ran. */
const Spent = { costMicroUsd: z.int(), durationMs: z.int() }

export const LineageVersion = z.object({ number: z.int(), status: z.enum(VERSION_STATUSES) })
export const LineageCandidate = z.object({
  id: z.uuid(),
  ordinal: z.int(),
  repairs: z.int(),
  reasonCode: z.string().nullable(),
  ...Spent,
  /** The version that it became, and those that people made of it. */
  environment: LineageVersion.extend({
    slug: z.string(),
    title: z.string(),
    /** Null where nobody measured it, and for those who do not see the judge's side. */
    fidelity: z.number().nullable(),
    later: z.array(LineageVersion),
  }).nullable(),
})
export type LineageCandidate = z.infer<typeof LineageCandidate>

export const LineageOutcome = z.object({
  status: z.enum(CANDIDATE_STATUSES),
  count: z.int(),
  ...Spent,
  /** The first of them, by their number in the run. */
  candidates: z.array(LineageCandidate),
})
export type LineageOutcome = z.infer<typeof LineageOutcome>

/** What grew from one seed in one run. The outcomes' counts add up to `candidates`. */
export const LineageBranch = z.object({
  run: z.object({ id: z.uuid(), name: z.string(), createdAt: Time }),
  seed: z.object({ slug: z.string(), title: z.string() }),
  candidates: z.int(),
  verified: z.int(),
  ...Spent,
  outcomes: z.array(LineageOutcome),
})
export type LineageBranch = z.infer<typeof LineageBranch>

export const Lineage = z.object({
  /** Over every run, whatever page of them is shown. */
  funnel: Funnel,
  ...Spent,
  branches: z.array(LineageBranch),
  next: Next,
})
export type Lineage = z.infer<typeof Lineage>

/** What grew from seeds and runs. */
export const LINEAGE = {
  ofSeed: {
    method: 'GET',
    path: '/api/v1/seeds/{id}/lineage',
    summary: 'What grew from a seed: runs, candidates by outcome, versions, cost and time',
    right: 'seed.read',
    query: LineageQuery,
    response: Lineage,
  },
  ofRun: {
    method: 'GET',
    path: '/api/v1/runs/{id}/lineage',
    summary: 'What a run made of its seeds: candidates by outcome, versions, cost and time',
    right: 'run.read',
    query: LineageQuery,
    response: Lineage,
  },
} as const satisfies Endpoints
