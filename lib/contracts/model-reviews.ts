import { z } from 'zod'
import type { Endpoints } from '#lib/contracts/endpoint.ts'
import { Permission, Time } from '#lib/contracts/paging.ts'
import { JUDGEMENTS, MODEL_REVIEW_STATUSES } from '#lib/domain/model-review.ts'
import { ModelPlayer } from '#lib/domain/player.ts'
import { REVIEW_CRITERIA } from '#lib/domain/review-policy.ts'

/** Ten thousand dollars: a reading of one version is far below. */
const MAX_CAP = 10_000_000_000

export const ModelReviewBody = z.strictObject({
  player: ModelPlayer,
  /** Hard cap of this reading, in millionths of a US dollar. */
  capMicroUsd: z.int().positive().max(MAX_CAP),
})

export const AskModelInput = ModelReviewBody.extend({ versionId: z.uuid() })
export type AskModelInput = z.input<typeof AskModelInput>

/** A recommendation for a human: quoted text that stands at that place, what follows from it, and the repair. */
export const ModelFindingView = z.object({
  id: z.uuid(),
  criterion: z.enum(REVIEW_CRITERIA),
  model: z.string(),
  file: z.string(),
  line: z.int(),
  lineTo: z.int(),
  column: z.string().nullable(),
  quote: z.string(),
  consequence: z.string(),
  repair: z.string(),
  /** People refute this model under this criterion more often than not. */
  advisory: z.boolean(),
  /** The newest judgement. */
  judgement: z.object({ verdict: z.enum(JUDGEMENTS), byName: z.string(), at: Time }).nullable(),
})
export type ModelFindingView = z.infer<typeof ModelFindingView>

export const ModelReviewView = z.object({
  id: z.uuid(),
  status: z.enum(MODEL_REVIEW_STATUSES),
  connection: z.object({ id: z.uuid(), name: z.string() }),
  model: z.string(),
  prompt: z.string().nullable(),
  capMicroUsd: z.int(),
  costMicroUsd: z.int(),
  tokens: z.int(),
  /** Findings that were refused, by reason; they are in the transcript and nowhere else. */
  refused: z.object({ unanchored: z.int(), malformed: z.int(), repeated: z.int() }),
  /** Requests of the transcript, oldest first. */
  exchanges: z.array(z.uuid()),
  error: z.string().nullable(),
  requestedByName: z.string(),
  createdAt: Time,
  finishedAt: Time.nullable(),
})
export type ModelReviewView = z.infer<typeof ModelReviewView>

export const ModelReviewList = z.object({
  versionId: z.uuid(),
  reviews: z.array(ModelReviewView),
  findings: z.array(ModelFindingView),
  can: z.object({ request: Permission, judge: Permission }),
})
export type ModelReviewList = z.infer<typeof ModelReviewList>

export const JudgeFindingInput = z.strictObject({ id: z.uuid(), verdict: z.enum(JUDGEMENTS) })
export type JudgeFindingInput = z.input<typeof JudgeFindingInput>
export const JudgeFindingBody = JudgeFindingInput.omit({ id: true })

/** How often people confirmed what a model found. */
export const PrecisionList = z.object({
  rows: z.array(
    z.object({
      model: z.string(),
      criterion: z.enum(REVIEW_CRITERIA),
      confirmed: z.int(),
      judged: z.int(),
      open: z.int(),
      advisory: z.boolean(),
    }),
  ),
  /** Readings that ended, and the findings refused in them, by model. */
  models: z.array(z.object({ model: z.string(), reviews: z.int(), kept: z.int(), unanchored: z.int() })),
})
export type PrecisionList = z.infer<typeof PrecisionList>

/** What models say of versions. */
export const MODEL_REVIEWS = {
  list: {
    method: 'GET',
    path: '/api/v1/environments/{id}/versions/{n}/model-review',
    summary: 'What models said of a version; findings are recommendations for people',
    right: 'review.read',
    response: ModelReviewList,
  },
  request: {
    method: 'POST',
    path: '/api/v1/environments/{id}/versions/{n}/model-review',
    summary: 'Have a model read a version, under a cap of its own',
    right: 'model-review.request',
    body: ModelReviewBody,
    response: ModelReviewList,
    status: 202,
  },
  judge: {
    method: 'POST',
    path: '/api/v1/findings/{id}/judgement',
    summary: "Confirm or refute a model's finding",
    right: 'finding.judge',
    body: JudgeFindingBody,
    response: ModelReviewList,
  },
  precision: {
    method: 'GET',
    path: '/api/v1/reviews/precision',
    summary: 'How often people confirmed what each model found, by criterion',
    right: 'review.read',
    response: PrecisionList,
  },
} as const satisfies Endpoints
