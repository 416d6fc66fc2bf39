import { z } from 'zod'
import type { Endpoints } from '#lib/contracts/endpoint.ts'
import { CONTRACT_KINDS } from '#lib/domain/artefacts/task.ts'
import { PARTS } from '#lib/domain/feedback.ts'
import { TRIAL_STATUSES } from '#lib/domain/trial.ts'
import { TIERS } from '#lib/domain/vocabulary.ts'

/** `POST .../rollouts`: opens a rollout, whose agent has gradings of its own. */
export const OpenRolloutBody = z.strictObject({})
export const OpenedRollout = z.object({ rollout: z.uuid(), environment: z.string(), gradings: z.int() })
export type OpenedRollout = z.infer<typeof OpenedRollout>

export const SUBMISSION_MAX_BYTES = 4_000_000
/** Four characters of base64 stand for three bytes. */
const SUBMISSION_MAX_BASE64 = Math.ceil(SUBMISSION_MAX_BYTES / 3) * 4
/**
 * `POST .../score`: a submission as CSV text or as the bytes of a file, in whatever encoding a spreadsheet gave it, and the
 * rollout that asks, where a trainer opened one.
 */
export const ScoreBody = z.strictObject({
  submission: z.union([
    z.string().min(1).max(2_000_000),
    z.strictObject({ base64: z.base64().min(4).max(SUBMISSION_MAX_BASE64) }),
  ]),
  rollout: z.uuid().optional(),
})
export type ScoreBody = z.infer<typeof ScoreBody>
/** Finished within ten seconds, or to be asked for again under its id. */
export const ScoreAnswer = z.object({
  trialId: z.uuid(),
  status: z.enum(TRIAL_STATUSES),
  valid: z.boolean().nullable(),
  /** Under a feedback contract rounded to whole steps; to five decimals for who sees the answers anyway. */
  score: z.number().nullable(),
  /** Of the reward rows; null where the score is not about them. */
  tier: z.enum(TIERS).nullable(),
  reason: z.string().nullable(),
  /** The rows that the score is about. */
  part: z.enum(PARTS),
  /** The contract under which it is told; null for who sees the answers anyway. */
  contract: z.enum(CONTRACT_KINDS).nullable(),
  step: z.number().nullable(),
  /** Gradings that are left after this one; null where they are not limited, and when asked for again. */
  remaining: z.int().nullable(),
})
export type ScoreAnswer = z.infer<typeof ScoreAnswer>
export const TrialParams = z.object({ id: z.uuid() })

/** Gradings of submissions. */
export const SCORES = {
  request: {
    method: 'POST',
    path: '/api/v1/environments/{id}/versions/{n}/score',
    summary: 'Have a submission scored',
    right: 'environment.score',
    body: ScoreBody,
    /** Two million letters as JSON, of which some take four bytes and line ends are escaped, or four million bytes as base64. */
    limit: { bytes: 8 * 2 ** 20, values: 20 },
    response: ScoreAnswer,
  },
  openRollout: {
    method: 'POST',
    path: '/api/v1/environments/{id}/versions/{n}/rollouts',
    summary: 'Open a rollout, whose agent has gradings of its own',
    right: 'training.log',
    body: OpenRolloutBody,
    response: OpenedRollout,
    status: 201,
  },
  get: {
    method: 'GET',
    path: '/api/v1/trials/{id}',
    summary: 'A score that was asked for earlier',
    right: 'environment.read',
    response: ScoreAnswer,
  },
} as const satisfies Endpoints
