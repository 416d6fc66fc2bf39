import { z } from 'zod'
import type { Endpoints } from '#lib/contracts/endpoint.ts'
import { Funnel } from '#lib/contracts/runs.ts'
import { RunControls } from '#lib/domain/controls.ts'
import { LIKENESSES } from '#lib/domain/likeness.ts'
import { CANDIDATE_STATUSES, RUN_STATUSES } from '#lib/domain/run.ts'
import { VERSION_STATUSES } from '#lib/domain/version.ts'
import { ROLES } from '#lib/domain/vocabulary.ts'

export const CompareRunsQuery = z.object({ a: z.uuid(), b: z.uuid() })

/** A value with its 95 % interval; an end is null where nothing bounds it, or too little is known. */
const Estimate = z.object({
  value: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  n: z.int(),
})
export type Estimate = z.infer<typeof Estimate>
const Difference = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('too-few'), n: z.int(), needed: z.int() }),
  z.object({
    kind: z.enum(['separable', 'not-separable']),
    value: z.number(),
    low: z.number().nullable(),
    high: z.number().nullable(),
    n: z.int(),
  }),
])
export type Difference = z.infer<typeof Difference>

const Side = z.object({
  id: z.uuid(),
  name: z.string(),
  status: z.enum(RUN_STATUSES),
  parentId: z.uuid().nullable(),
  /** Null for the prompt of the engine, and of runs older than named prompts. */
  roles: z.array(z.object({ role: z.enum(ROLES), player: z.string(), prompt: z.string().nullable() })),
  likeness: z.enum(LIKENESSES),
  controls: RunControls,
  candidates: z.int(),
  funnel: Funnel,
  judged: z.int(),
  verified: z.int(),
  approved: z.int(),
  /** Candidates that only repeat what the other run made: not judged. */
  repeats: z.int(),
  /** Verified of judged, Wilson 95 %. */
  acceptance: Estimate.nullable(),
  /** Millionths of a US dollar, outputs that were taken over included; bootstrap over candidates. */
  costPerVerified: Estimate.nullable(),
  costPerApproved: Estimate.nullable(),
  /** Median of a candidate, time of steps taken over included. */
  minutes: Estimate.nullable(),
  spentMicroUsd: z.int(),
  reusedMicroUsd: z.int(),
  /** Reviews of the run's versions; those whose duration was measured, and its median. */
  reviews: z.object({ cast: z.int(), measured: z.int(), medianMinutes: z.number().nullable() }),
})
export type ComparedRun = z.infer<typeof Side>

const Cell = z.object({
  id: z.uuid(),
  status: z.enum(CANDIDATE_STATUSES),
  repeatsOther: z.boolean(),
  reasonCode: z.string().nullable(),
  repairs: z.int(),
  reusedSteps: z.int(),
  costMicroUsd: z.int(),
  reusedMicroUsd: z.int(),
  minutes: z.number().nullable(),
  environment: z
    .object({ slug: z.string(), title: z.string(), version: z.int(), status: z.enum(VERSION_STATUSES) })
    .nullable(),
})
export type ComparedCell = z.infer<typeof Cell>

/** Two runs side by side. Differences are B minus A; `not-separable` where their interval holds 0. */
export const RunComparison = z.object({
  a: Side,
  b: Side,
  /** One branched from the other, or both from a third. */
  related: z.boolean(),
  differences: z.object({
    acceptance: Difference,
    costPerVerified: Difference,
    costPerApproved: Difference,
    minutes: Difference,
  }),
  /** Place by place; a side is null where its run has no such place. `sameSeed`: both grew from one seed. */
  rows: z.array(
    z.object({
      ordinal: z.int(),
      seed: z.string(),
      sameSeed: z.boolean(),
      a: Cell.nullable(),
      b: Cell.nullable(),
    }),
  ),
})
export type RunComparison = z.infer<typeof RunComparison>

/** Two runs side by side. */
export const COMPARISONS = {
  get: {
    method: 'GET',
    path: '/api/v1/runs/compare',
    summary: 'Two runs side by side: acceptance, costs and minutes with intervals, and every place',
    right: 'run.read',
    query: CompareRunsQuery,
    response: RunComparison,
  },
} as const satisfies Endpoints
